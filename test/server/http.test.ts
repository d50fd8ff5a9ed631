import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newSigningKey, signer } from "../../server/crypto/sign.ts";
import { SIGNATURE, signRequest, TIME } from "../../server/http/signed.ts";
import { HelperAway, HelperRefused } from "../../server/leader/helper.ts";
import { HelperClient } from "../../server/leader/helper-client.ts";
import { makePlan, partyOf } from "../../server/leader/task.ts";
import { epsilonOf } from "../../server/rounds/epsilon.ts";
import { tally } from "../../server/store/reports.ts";
import { TEXT } from "../../server/text.ts";
import { MAX_REPORT_BYTES, PROTOCOL } from "../../src/core/protocol/bounds.ts";
import { toHex } from "../../src/core/protocol/hex.ts";
import { entryBytes } from "../../src/core/protocol/log.ts";
import { type Plan, planBytes } from "../../src/core/protocol/plan.ts";
import { encodeReport, parseReport, type Report } from "../../src/core/protocol/report.ts";
import { entrySigned } from "../../src/core/protocol/signed.ts";
import { TOKEN_REQUEST_TYPE } from "../../src/core/protocol/token-request.ts";
import { KINDS } from "./support/databases.ts";
import { type Device, device, type Fetched, fetchPlan, fetchTask, send } from "./support/device.ts";
import { Pair, TASK, until } from "./support/pair.ts";

let pair: Pair;
let fetched: Fetched;
let from: Device;
const VALUES = [new Array<number>(19).fill(0.1), [1, 0, 0, 0, 0]];

beforeAll(async () => {
  pair = await new Pair({ tokens: true }).open();
  const task = await until(async () => {
    const answer = await fetchTask(pair.leader, "head");
    return answer.state === "collecting" ? answer : undefined;
  });
  fetched = await fetchPlan(pair.leader, task.plan ?? "");
  from = await device(fetched, pair.leader);
}, 60_000);
afterAll(() => pair?.remove());

const report = async (change: Partial<Report> = {}) => (await from.report(VALUES, change)).bytes;

/** How often a reason was counted. */
async function counted(reason: string): Promise<number> {
  const metrics = await (await fetch(`${pair.leader}/metrics`)).text();
  const line = metrics
    .split("\n")
    .find((one) => one.startsWith("inkling_reports_total") && one.includes(`"${reason}"`));
  return Number(line?.split(" ").at(-1) ?? 0);
}

describe("a report", () => {
  test("is taken once, and a copy of it answered alike", async () => {
    const bytes = await report();
    const before = await tally(pair.leaderStore, toHex(fetched.hash));
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(pair.leader, bytes)));
    expect(answers).toEqual(Array(5).fill("accepted"));
    const after = await tally(pair.leaderStore, toHex(fetched.hash));
    expect(after.pending - before.pending).toBe(1);
  });

  test("with the id of another is refused", async () => {
    const reportId = Uint8Array.from({ length: 16 }, () => 7);
    expect(await send(pair.leader, await report({ reportId }))).toBe("accepted");
    expect(await send(pair.leader, await report({ reportId }))).toBe("rejected");
  });

  test.each<[string, string, (good: Report) => Partial<Report>]>([
    ["wrong-round", "rejected", ({ round }) => ({ round: round + 1 })],
    ["unknown-plan", "refetch-plan", () => ({ planHash: new Uint8Array(32) })],
    ["no-token", "rejected", () => ({ token: new Uint8Array() })],
    ["bad-token", "rejected", ({ token }) => ({ token: token.map((byte, at) => (at === 100 ? byte ^ 1 : byte)) })],
    ["boxes", "rejected", () => ({ helper: null })],
    ["key", "rejected", ({ leader }) => ({ leader: { ...leader, keyId: 9 } })],
    ["key", "rejected", ({ leader }) => ({ leader: { ...leader, encapsulated: new Uint8Array(65) } })],
    ["sealed-size", "rejected", ({ leader }) => ({ leader: { ...leader, sealed: leader.sealed.subarray(4) } })],
    ["sealed-size", "rejected", ({ helper }) => ({ helper: { ...helper!, sealed: new Uint8Array(49) } })],
  ])("is refused for its %s and hears %s", async (reason, answer, change) => {
    const good = parseReport(await report());
    const before = await counted(reason);
    expect(await send(pair.leader, encodeReport({ ...good, ...change(good) }))).toBe(answer);
    expect(await counted(reason)).toBe(before + 1);
  });

  test("of another protocol, cut short, too large or no report at all hears the same one word", async () => {
    const good = await report();
    const other = good.slice();
    other[2] = 2;
    const odd = [other, good.subarray(0, 60), new Uint8Array(), TEXT.encode('{"a":1}'), Uint8Array.of(...good, 0)];
    for (const bytes of odd) expect(await send(pair.leader, bytes)).toBe("rejected");
    expect(await send(pair.leader, new Uint8Array(MAX_REPORT_BYTES + 1))).toBe("rejected");
    for (const type of ["application/json", "text/plain", "multipart/form-data; boundary=x"]) {
      const response = await fetch(`${pair.leader}/v1/reports`, {
        method: "POST",
        headers: { "content-type": type },
        body: "{}",
      });
      expect([response.status, await response.json()]).toEqual([200, { answer: "rejected" }]);
    }
    const large = await fetch(`${pair.leader}/v1/reports`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream" },
      body: Buffer.alloc(MAX_REPORT_BYTES + 1),
    });
    expect([large.status, await large.json()]).toEqual([200, { answer: "rejected" }]);
    expect(await counted("version")).toBeGreaterThan(0);
    expect(await counted("malformed")).toBeGreaterThan(0);
  });
});

test("a report before its plan's time waits, and one after it is too late", async () => {
  const early = await new Pair().open();
  try {
    const { plan: hash } = await until(async () => {
      const answer = await fetchTask(early.leader, "head");
      return answer.state === "collecting" ? answer : undefined;
    });
    const theirs = await fetchPlan(early.leader, hash ?? "");
    const maker = await device(theirs);
    const [late, kept] = [(await maker.report(VALUES)).bytes, (await maker.report(VALUES)).bytes];
    expect(await send(early.leader, kept)).toBe("accepted");
    early.now = () => theirs.plan.epoch.from - 120_000;
    expect(await send(early.leader, late)).toBe("retry-later");
    early.now = () => theirs.plan.epoch.until;
    expect(await send(early.leader, late)).toBe("refetch-plan");
    expect(await send(early.leader, kept)).toBe("accepted");
  } finally {
    await early.remove();
  }
});

test("a name or a hash with a NUL in it, which PostgreSQL takes no text with, is not found", async ({ skip }) => {
  const postgres = KINDS.find(({ name }) => name.startsWith("PostgreSQL"))!;
  if (postgres.missing !== undefined) return skip(postgres.missing);
  const place = postgres.place();
  const own = await new Pair().open();
  try {
    await own.replaceLeader(place.open);
    await own.openLeader();
    for (const path of ["plans", "tasks", "models", "log", "tokens"])
      expect((await fetch(`${own.leader}/v1/${path}/%00`)).status, path).toBe(404);
    const asked = { method: "POST", headers: { "content-type": TOKEN_REQUEST_TYPE }, body: new Uint8Array(9) };
    expect((await fetch(`${own.leader}/v1/tokens/%00`, asked)).status).toBe(404);
  } finally {
    await own.remove();
    await place.remove();
  }
});

describe("an address that asks too often", () => {
  const asking = async (proxyHops: number) => {
    const strict = await new Pair().open({ perMinute: 5, proxyHops });
    const ask = (forwarded: string) =>
      fetch(`${strict.leader}/v1/reports`, {
        method: "POST",
        headers: { "content-type": "application/octet-stream", "x-forwarded-for": forwarded },
        body: "no report",
      });
    return { strict, ask };
  };

  test("is told to come later, whatever it says that it passes on for, and others are not held up", async () => {
    const { strict, ask } = await asking(1);
    try {
      // What a device has written itself stands to the left of what the proxy adds.
      for (let times = 0; times < 5; times++) expect((await ask(`198.51.100.${times}, 192.0.2.1`)).status).toBe(200);
      const refused = await ask("198.51.100.9, 192.0.2.1");
      expect([refused.status, await refused.json()]).toEqual([429, { answer: "retry-later" }]);
      expect((await ask("192.0.2.1, 192.0.2.2")).status).toBe(200);
      expect((await fetch(`${strict.leader}/healthz`)).status).toBe(200);
    } finally {
      await strict.remove();
    }
  });

  test("is the one before two proxies, or the caller itself where there is none", async () => {
    for (const [hops, forwarded] of [
      [2, (n: number) => `198.51.100.${n}, 192.0.2.1, 10.0.0.${n}`],
      [0, (n: number) => `192.0.2.${n}`],
    ] as const) {
      const { strict, ask } = await asking(hops);
      try {
        for (let n = 0; n < 5; n++) expect((await ask(forwarded(n))).status).toBe(200);
        expect((await ask(forwarded(5))).status).toBe(429);
      } finally {
        await strict.remove();
      }
    }
  });
});

test("no bytes whatever bring the leader down", async () => {
  const good = await report();
  const edits = fc.array(fc.record({ at: fc.nat({ max: good.length - 1 }), byte: fc.nat({ max: 255 }) }), {
    minLength: 1,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(edits, fc.uint8Array({ maxLength: 400 })), async (some) => {
      const bytes = some instanceof Uint8Array ? some : good.slice();
      if (!(some instanceof Uint8Array)) for (const { at, byte } of some) bytes[at] = byte;
      expect(["accepted", "rejected", "refetch-plan"]).toContain(await send(pair.leader, bytes));
    }),
    { numRuns: 300 },
  );
  expect((await fetch(`${pair.leader}/readyz`)).status).toBe(200);
}, 120_000);

describe("for browsers", () => {
  test("only the shops of the allow-list may read answers, without credentials", async () => {
    const asked = (origin: string) =>
      fetch(`${pair.leader}/v1/reports`, {
        method: "OPTIONS",
        headers: {
          origin,
          "access-control-request-method": "POST",
          "access-control-request-headers": "content-type",
        },
      });
    const { headers } = await asked("https://shop.example");
    expect(headers.get("access-control-allow-origin")).toBe("https://shop.example");
    expect(headers.get("access-control-allow-credentials")).toBeNull();
    expect((await asked("https://elsewhere.example")).headers.get("access-control-allow-origin")).toBeNull();
  });

  test("sets no cookie, and lets caches keep what never changes", async () => {
    const plan = await fetch(`${pair.leader}/v1/plans/${toHex(fetched.hash)}`);
    const task = await fetch(`${pair.leader}/v1/tasks/head`);
    expect(plan.headers.get("cache-control")).toContain("immutable");
    expect(task.headers.get("cache-control")).toBe("public, max-age=30");
    for (const { headers } of [plan, task]) expect(headers.get("set-cookie")).toBeNull();
  });

  test("knows nothing of what it does not have", async () => {
    for (const path of ["/v1/plans/0", `/v1/plans/${"0".repeat(64)}`, "/v1/tasks/UPPER", "/v1/models/x", "/"])
      expect((await fetch(pair.leader + path)).status, path).toBe(404);
    expect(await fetchTask(pair.leader, "unheard-of")).toMatchObject({ plan: null, state: "waiting" });
    expect((await fetch(`${pair.leader}/v1/log/head?from=-1`)).status).toBe(404);
  });

  test("describes itself", async () => {
    const { paths } = await (await fetch(`${pair.leader}/docs/json`)).json();
    expect(Object.keys(paths).sort()).toEqual([
      "/v1/log/{task}",
      "/v1/models/{hash}",
      "/v1/plans/{hash}",
      "/v1/reports",
      "/v1/tasks/{task}",
      "/v1/tokens/{plan}",
    ]);
    expect((await fetch(`${pair.leader}/docs`)).status).toBe(200);
    const helper = await (await fetch(`${pair.helper}/docs/json`)).json();
    expect(Object.keys(helper.paths)).toContain("/v1/batches");
  });
});

describe("the helper", () => {
  const client = (key = pair.leaderSigner) => new HelperClient(pair.helper, pair.helperSigner.publicKey, key, Date.now);

  test("hears its leader alone, of about now, about this very path and body", async () => {
    const body = TEXT.encode(JSON.stringify({ protocol: PROTOCOL, task: "head", round: 900 }));
    const ask = (headers: Record<string, string>, path = "/v1/keys", sent = body) =>
      fetch(pair.helper + path, { method: "POST", headers, body: Buffer.from(sent) });
    const signed = (timeMs: number, by = pair.leaderSigner) => ({
      [TIME]: String(timeMs),
      [SIGNATURE]: signRequest(by, { method: "POST", path: "/v1/keys", body, timeMs }),
    });
    const now = Date.now();
    expect((await ask(signed(now))).status).toBe(200);
    expect((await ask({})).status).toBe(401);
    expect((await ask(signed(now - 301_000))).status).toBe(401);
    expect((await ask(signed(now + 301_000))).status).toBe(401);
    expect((await ask({ ...signed(now), [TIME]: String(now + 1) })).status).toBe(401);
    expect((await ask(signed(now, signer(newSigningKey())))).status).toBe(401);
    expect((await ask(signed(now), "/v1/log")).status).toBe(401);
    expect((await ask(signed(now), "/v1/keys", TEXT.encode("{}"))).status).toBe(401);
    expect((await ask({ ...signed(now), [SIGNATURE]: "00" })).status).toBe(401);
  });

  test("is believed only with its own signature", async () => {
    const stranger = new HelperClient(pair.helper, pair.leaderSigner.publicKey, pair.leaderSigner, Date.now);
    await expect(stranger.keys("head", 901)).rejects.toThrow("not signed by the helper");
  });

  test("is read no further than an answer may be long, though it does not end", async () => {
    let sent = 0;
    const endless = createServer((_request, response) => {
      const more = () => {
        sent += 65_536;
        if (!response.destroyed) response.write(Buffer.alloc(65_536), more);
      };
      more();
    });
    await new Promise<void>((resolve) => endless.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = endless.address() as AddressInfo; // the cast: it listens on a port
      const there = `http://127.0.0.1:${port}`;
      const asking = new HelperClient(there, pair.helperSigner.publicKey, pair.leaderSigner, Date.now);
      await expect(asking.keys("head", 903)).rejects.toThrow(HelperAway);
      expect(sent).toBeLessThan(16_000_000);
    } finally {
      endless.closeAllConnections();
      endless.close();
    }
  });

  test("signs no plan but one that it follows", async () => {
    const round = 902;
    const own = await client().keys("head", round);
    const place = { version: 902, round, model: "zero", fromMs: Date.now() };
    const key = (digit: string) => [{ id: 1, kem: "x25519" as const, key: digit.repeat(64) }];
    const leader = partyOf("http://leader.example", pair.leaderSigner.publicKey, key("a"));
    const helper = partyOf("http://helper.example", pair.helperSigner.publicKey, own);
    const good = makePlan(TASK, place, leader, helper);
    const refusal = async (plan: Plan) => {
      const error = await client()
        .agree(planBytes(plan, TEXT))
        .catch((caught: unknown) => caught);
      return error instanceof HelperRefused ? error.reason : error;
    };
    expect(await refusal({ ...good, helper: { ...helper, origin: "http://other.example" } })).toMatch("another helper");
    expect(await refusal({ ...good, helper: { ...helper, signKey: "c".repeat(64) } })).toMatch("another helper");
    expect(await refusal({ ...good, helper: { ...helper, keys: key("b") } })).toMatch("not this round's");
    expect(await refusal({ ...good, leader: { ...leader, signKey: "c".repeat(64) } })).toMatch("another leader");
    expect(await refusal({ ...good, leastReports: 99 })).toMatch("leastReports is below 100");
    expect(await refusal({ ...good, participationCap: 50, delta: 1e-9 })).toMatch("epsilon");
    // Within the limit at the delta that this leader names, and not at the helper's own.
    const loose = { ...good, participationCap: 5, devices: 1, delta: 0.1 };
    expect(epsilonOf(loose)).toBeLessThan(20);
    expect(await refusal(loose)).toMatch("at delta 0.000001, above 20");
    expect(await refusal({ ...good, version: 1 })).toMatch("of this version has been");
    expect(await refusal({ ...good, largestBatch: 2 ** 30 })).toBe("overflow");
    const signature = await refusal(good);
    expect(signature).toMatch(/^[0-9a-f]{128}$/);
    expect(await refusal(good)).toBe(signature);
    expect(await refusal({ ...good, version: 903 })).toMatch("the round has been");
    await expect(client().keys("head", 902)).rejects.toThrow("the round has been");
  });

  test("closes over no other reports than its own, and logs nothing that it has not seen", async () => {
    const planHash = toHex(fetched.hash);
    const closing = {
      protocol: 1 as const,
      planHash,
      round: fetched.plan.round,
      count: 100,
      setHash: "0".repeat(64),
      bucketKey: null,
    };
    await expect(client().close(closing)).rejects.toThrow("other reports");
    await expect(client().close({ ...closing, planHash: "1".repeat(64) })).rejects.toThrow("unknown plan");
    const entry = {
      ...{ protocol: 1 as const, task: "head", n: 0, round: fetched.plan.round, planHash, modelHash: null },
      ...{ outcome: "opened" as const, count: 100, setHash: "0".repeat(64), previous: "0".repeat(64) },
      sigmaSquared: fetched.plan.sigmaSquared,
    };
    const leader = "0".repeat(128);
    await expect(client().log({ entry, signatures: { leader, helper: null } })).rejects.toThrow("has not signed it");

    const logged = (changed: typeof entry) =>
      client().log({
        entry: changed,
        signatures: {
          leader: pair.leaderSigner.sign(entrySigned(entryBytes(changed, TEXT), TEXT)),
          helper: null,
        },
      });
    await expect(logged(entry)).rejects.toThrow("other reports");
    await expect(logged({ ...entry, n: 1 })).rejects.toThrow("does not follow");
    await expect(logged({ ...entry, sigmaSquared: { numerator: 1, denominator: 1 } })).rejects.toThrow("other noise");
  });
});
