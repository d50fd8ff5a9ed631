import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { SIGNATURE, signRequest, TIME } from "../../../server/http/signed.ts";
import { destroyKeys } from "../../../server/store/keys.ts";
import { tokenKeyOf } from "../../../server/store/token-keys.ts";
import { tokenChecker } from "../../../server/tokens/check.ts";
import type { IssuerPolicy } from "../../../server/tokens/issuer.ts";
import { AddressQuota, networkOf } from "../../../server/tokens/quota.ts";
import { type BatchReport, encodeBatch, parseVerdict } from "../../../src/core/protocol/batch.ts";
import { toHex } from "../../../src/core/protocol/hex.ts";
import { parseReport } from "../../../src/core/protocol/report.ts";
import { parseToken } from "../../../src/core/protocol/token.ts";
import { MAX_TOKEN_REQUEST_BYTES } from "../../../src/core/protocol/token-request.ts";
import { type Device, device, type Fetched, fetchPlan, fetchTask, send } from "../support/device.ts";
import { Pair, until } from "../support/pair.ts";
import { askForToken, posted, token } from "../support/token.ts";

const VALUES = [new Array<number>(19).fill(0.1), [1, 0, 0, 0, 0]];
const LEADER = "http://leader.example";

/** What the shop's server signs sessions with. */
const shop = generateKeyPairSync("ed25519");
const shopKey = Buffer.from(String(shop.publicKey.export({ format: "jwk" }).x), "base64url").toString("hex");

const pairs: Pair[] = [];
afterAll(async () => {
  for (const pair of pairs) await pair.remove();
});

async function issuing(policy: Partial<IssuerPolicy>): Promise<{ pair: Pair; fetched: Fetched }> {
  const pair = new Pair({ tokens: true });
  pairs.push(pair);
  pair.issuer = { ...pair.issuer, ...policy };
  await pair.open({ perMinute: 1e6, proxyHops: 1 });
  const { plan } = await until(async () => {
    const answer = await fetchTask(pair.leader, "head");
    return answer.state === "collecting" ? answer : undefined;
  });
  return { pair, fetched: await fetchPlan(pair.leader, plan ?? "") };
}

async function counted(pair: Pair, metric: string, outcome: string): Promise<number> {
  const metrics = await (await fetch(`${pair.leader}/metrics`)).text();
  const line = metrics.split("\n").find((one) => one.startsWith(metric) && one.includes(`"${outcome}"`));
  return Number(line?.split(" ").at(-1) ?? 0);
}

describe("an issuer that asks for nothing", () => {
  let pair: Pair;
  let fetched: Fetched;
  let from: Device;
  beforeAll(async () => {
    ({ pair, fetched } = await issuing({}));
    from = await device(fetched, pair.leader);
  }, 60_000);

  test("gives tokens that its plan takes, and no two alike", async () => {
    const check = tokenChecker(fetched.plan, fetched.plan.tokens!);
    const tokens = await Promise.all([1, 2, 3].map(() => token(pair.leader, fetched)));
    expect(new Set(tokens.map(check)).size).toBe(3);
    for (const bytes of tokens) expect(check(bytes)).toBe(toHex(parseToken(bytes).nonce));
    for (let at = 0; at < 354; at += 7)
      expect(check(tokens[0]!.map((byte, index) => (index === at ? byte ^ 4 : byte))), `byte ${at}`).toBeUndefined();
    for (const change of [{ task: "other" }, { epoch: { from: 0, until: fetched.plan.epoch.until } }])
      expect(tokenChecker({ ...fetched.plan, ...change }, fetched.plan.tokens!)(tokens[0]!)).toBeUndefined();
  });

  test("is spent once: a copy of its report is accepted, another report with it is not", async () => {
    const bytes = await token(pair.leader, fetched);
    const report = await from.report(VALUES, { token: bytes });
    expect(await send(pair.leader, report.bytes)).toBe("accepted");
    expect(await send(pair.leader, (await from.report(VALUES, { token: bytes })).bytes)).toBe("rejected");
    expect(await counted(pair, "inkling_reports_total", "replayed")).toBe(1);
    expect(await send(pair.leader, report.bytes)).toBe("accepted");
  });

  test("a leader that passes on reports without tokens, with others' or with spent ones is not followed", async () => {
    const spent = await token(pair.leader, fetched);
    const wrong = (await token(pair.leader, fetched)).map((byte, at) => (at === 300 ? byte ^ 1 : byte));
    const tokens = [spent, spent, new Uint8Array(), wrong, await token(pair.leader, fetched)];
    const reports: BatchReport[] = [];
    for (const one of tokens) {
      const { reportId, helper } = parseReport((await from.report(VALUES, { token: one })).bytes);
      reports.push({ reportId, token: one, box: helper! });
    }
    const judged = async (batchId: Uint8Array, some: readonly BatchReport[]) => {
      const body = encodeBatch({ planHash: fetched.hash, round: fetched.plan.round, batchId, reports: some });
      const timeMs = Date.now();
      const asked = { method: "POST", path: "/v1/batches", body, timeMs };
      const response = await fetch(`${pair.helper}/v1/batches`, {
        method: "POST",
        headers: {
          "content-type": "application/octet-stream",
          [TIME]: String(timeMs),
          [SIGNATURE]: signRequest(pair.leaderSigner, asked),
        },
        body: Buffer.from(body),
      });
      expect(response.status).toBe(200);
      return parseVerdict(new Uint8Array(await response.arrayBuffer())).accepted;
    };
    const ID = (byte: number) => new Uint8Array(16).fill(byte);
    expect(await judged(ID(1), reports)).toEqual([true, false, false, false, true]);
    expect(await judged(ID(2), reports.slice(1, 2))).toEqual([false]);
    const metrics = await (await fetch(`${pair.helper}/metrics`)).text();
    for (const line of [
      'inkling_judged_total{outcome="added"} 2',
      'inkling_judged_total{outcome="no-token"} 2',
      'inkling_judged_total{outcome="replayed"} 2',
    ])
      expect(metrics).toContain(line);
  });

  test.each<[number, string, (request: Uint8Array) => Uint8Array]>([
    [422, "malformed", (request) => request.subarray(0, 200)],
    [422, "version", (request) => request.map((byte, at) => (at === 1 ? 1 : byte))],
    [422, "key", (request) => request.map((byte, at) => (at === 2 ? byte ^ 1 : byte))],
    [422, "key", (request) => request.map((byte, at) => (at > 2 ? 0xff : byte))],
    [403, "attestation", (request) => Uint8Array.of(...request, 0)],
    [413, "issued", () => new Uint8Array(MAX_TOKEN_REQUEST_BYTES + 1)],
  ])("answers %i to a request that is wrong by its %s", async (status, reason, change) => {
    const before = await counted(pair, "inkling_tokens_total", reason);
    expect(await askForToken(pair.leader, fetched, null, change)).toBe(status);
    expect(await counted(pair, "inkling_tokens_total", reason)).toBe(reason === "issued" ? before : before + 1);
  });

  test("knows no plan but its own, and no other way to ask", async () => {
    for (const hash of ["0".repeat(64), "x", toHex(fetched.hash).toUpperCase()])
      expect((await posted(`${pair.leader}/v1/tokens/${hash}`, new Uint8Array(259))).status).toBe(404);
    expect((await fetch(`${pair.leader}/v1/tokens/${"0".repeat(64)}`)).status).toBe(404);
  });

  test("publishes its key as RFC 9578 says", async () => {
    const response = await fetch(`${pair.leader}/v1/tokens/${toHex(fetched.hash)}`);
    expect(response.headers.get("content-type")).toBe("application/private-token-issuer-directory");
    const directory = await response.json();
    expect(directory["issuer-request-uri"]).toBe(`/v1/tokens/${toHex(fetched.hash)}`);
    expect(directory["token-keys"]).toHaveLength(1);
    const [{ "token-type": type, "token-key": key }] = directory["token-keys"];
    const known = createPublicKey({ key: Buffer.from(key, "base64url"), format: "der", type: "spki" });
    expect([type, known.asymmetricKeyType]).toEqual([2, "rsa-pss"]);
  });

  test("gives none once the round's time is over, nor ever after, since its key is destroyed with the round", async () => {
    const { round, epoch } = fetched.plan;
    expect(await tokenKeyOf(pair.leaderStore, "head", round)).toBeDefined();
    pair.now = () => epoch.until;
    expect(await askForToken(pair.leader, fetched)).toBe(404);
    await until(async () => ((await tokenKeyOf(pair.leaderStore, "head", round)) === undefined ? true : undefined));
    pair.now = () => epoch.until - 1;
    expect(await askForToken(pair.leader, fetched)).toBe(404);
    expect(await counted(pair, "inkling_tokens_total", "over")).toBe(2);
  });
});

test("an address has as many tokens as it may in a round, and others are not held up", async () => {
  const { pair, fetched } = await issuing({ perAddress: 2 });
  const body = new Uint8Array(259);
  body.set([0, 2, (await token(pair.leader, fetched))[97]!]);
  const from = async (address: string) => {
    const response = await fetch(`${pair.leader}/v1/tokens/${toHex(fetched.hash)}`, {
      method: "POST",
      headers: { "content-type": "application/private-token-request", "x-forwarded-for": address },
      body: Buffer.from(body),
    });
    return response.status;
  };
  expect([await from("192.0.2.1"), await from("192.0.2.1"), await from("192.0.2.1")]).toEqual([200, 200, 429]);
  expect([await from("2001:db8::1"), await from("2001:db8::2"), await from("2001:db8:0:0:ff::2")]).toEqual([
    200, 200, 429,
  ]);
  expect([await from("192.0.2.2"), await from("2001:db8:0:1::1")]).toEqual([200, 200]);
});

test("an epoch's addresses are forgotten when it is over, also where nobody asks again", () => {
  vi.useFakeTimers();
  try {
    const quota = new AddressQuota(1);
    // Longer than one timer takes.
    const untilMs = 2 ** 32;
    expect([quota.take("a", untilMs, "192.0.2.1", 0), quota.take("a", untilMs, "192.0.2.1", 0)]).toEqual([true, false]);
    vi.advanceTimersByTime(untilMs - 1);
    expect(quota.take("a", untilMs, "192.0.2.1", 0)).toBe(false);
    vi.advanceTimersByTime(1);
    // The time it is given is the same: what has changed is what it remembers.
    expect(quota.take("a", untilMs, "192.0.2.1", 0)).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:0DB8:1::6", "2001:db8:1:0"],
  ["::1", "0:0:0:0"],
  ["1::", "1:0:0:0"],
])("%s counts as %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test("work is asked for, done, and good for one request to one plan", async () => {
  const { pair, fetched } = await issuing({ attestation: { attestation: "pow", difficulty: 8 } });
  const other = await issuing({ attestation: { attestation: "pow", difficulty: 8 } });
  let asked = new Uint8Array();
  const bytes = await askForToken(pair.leader, fetched, null, (request) => {
    asked = Uint8Array.from(request);
    return request;
  });
  expect(tokenChecker(fetched.plan, fetched.plan.tokens!)(bytes as Uint8Array)).toBeDefined();
  const ask = async (to: { pair: Pair; fetched: Fetched }, body: Uint8Array) =>
    (await posted(`${to.pair.leader}/v1/tokens/${toHex(to.fetched.hash)}`, body)).status;
  expect(await ask({ pair, fetched }, asked)).toBe(200);
  // Another blinded message, no work at all, work of another length: each by chance right once in 256 times.
  const changed = asked.map((byte, at) => (at === 258 ? byte ^ 1 : byte));
  const tries = await Promise.all(
    [0, 1, 2, 3].map((bit) =>
      ask(
        { pair, fetched },
        changed.map((byte, at) => (at === 257 ? byte ^ (1 << bit) : byte)),
      ),
    ),
  );
  expect(tries.filter((status) => status === 403).length).toBeGreaterThan(1);
  for (const wrong of [asked.subarray(0, 259), asked.subarray(0, 266), Uint8Array.of(...asked, 0)])
    expect(await ask({ pair, fetched }, wrong)).toBe(403);
  const elsewhere = asked.slice();
  elsewhere[2] = ((await askForToken(other.pair.leader, other.fetched)) as Uint8Array)[97]!;
  expect(await ask(other, elsewhere)).toBe(403);
});

describe("a shop's statement of a session", () => {
  let pair: Pair;
  let fetched: Fetched;
  beforeAll(async () => {
    ({ pair, fetched } = await issuing({ attestation: { attestation: "shop-session" }, sessionKey: shopKey }));
  }, 60_000);

  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const seconds = () => Math.floor(Date.now() / 1_000);
  /** As a library for JSON Web Tokens makes it. */
  const statement = (claims: object = {}, header: object = {}, key: KeyObject = shop.privateKey): string => {
    const usual = { sub: "session", aud: LEADER, iat: seconds(), exp: seconds() + 300 };
    const signed = `${part({ alg: "EdDSA", typ: "JWT", ...header })}.${part({ ...usual, ...claims })}`;
    return `${signed}.${sign(null, Buffer.from(signed), key).toString("base64url")}`;
  };

  test("gets its session two tokens in a round, and no more", async () => {
    expect(await askForToken(pair.leader, fetched, statement({ sub: "a" }))).toBeInstanceOf(Uint8Array);
    expect(await askForToken(pair.leader, fetched, statement({ sub: "a" }))).toBeInstanceOf(Uint8Array);
    expect(await askForToken(pair.leader, fetched, statement({ sub: "a", exp: seconds() + 200 }))).toBe(429);
    expect(await askForToken(pair.leader, fetched, statement({ sub: "b" }))).toBeInstanceOf(Uint8Array);
    const rows = await pair.leaderStore.all("SELECT session FROM token_sessions");
    for (const { session } of rows) expect(session).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each<[string, () => string]>([
    ["of another key", () => statement({}, {}, generateKeyPairSync("ed25519").privateKey)],
    ["changed", () => statement().replace(/\.[^.]+\./, `.${part({ sub: "x", aud: LEADER, exp: seconds() + 300 })}.`)],
    ["of another algorithm", () => statement({}, { alg: "none" })],
    ["for another issuer", () => statement({ aud: "https://other.example" })],
    ["that is over", () => statement({ exp: seconds() - 1 })],
    ["that is good for too long", () => statement({ exp: seconds() + 700 })],
    ["without an end", () => statement({ exp: undefined })],
    ["of nobody", () => statement({ sub: "" })],
    ["that says more", () => statement({ nbf: seconds() })],
    ["that is none", () => "eyJ.eyJ"],
  ])("%s gets nothing", async (_what, made) => {
    expect(await askForToken(pair.leader, fetched, made())).toBe(403);
  });

  test("leaves nothing once the round's keys are destroyed, and its token is over", async () => {
    await destroyKeys(pair.leaderStore, "head", fetched.plan.round);
    expect(await askForToken(pair.leader, fetched, statement({ sub: "late" }))).toBe(404);
    expect(await pair.leaderStore.all("SELECT * FROM token_sessions")).toEqual([]);
  });

  test("is asked for: a device without one takes no part", async () => {
    await expect(askForToken(pair.leader, fetched)).rejects.toThrow("the page gives none");
  });
});
