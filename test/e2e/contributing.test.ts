import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import type { Browser, BrowserContext, Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newSigningKey, signer } from "../../server/crypto/sign.ts";
import { SINGLE_TASK } from "../../server/leader/settings.ts";
import { singleApp } from "../../server/single/app.ts";
import { openStore } from "../../server/store/open.ts";
import { TEXT } from "../../server/text.ts";
import { type LogEntry, parseLog } from "../../src/core/protocol/log.ts";
import { parseReport } from "../../src/core/protocol/report.ts";
import { parseToken } from "../../src/core/protocol/token.ts";
import { FEATURES } from "../../src/core/rank/features.ts";
import { POLICY_VERSION } from "../../src/core/rank/policy.ts";
import type { InklingGlobal } from "../../src/page/command.ts";
import { device, fetchPlan, send } from "../server/support/device.ts";
import { Pair, TRAINING } from "../server/support/pair.ts";
import { contrary, historyOf } from "../workers/learner/history.ts";
import { launchBrowser } from "./support/browser.ts";
import { openRecorder, type Recorded, type Recorder } from "./support/recorder.ts";
import { writeRows } from "./support/rows.ts";
import { openSite, type Site, tag } from "./support/site.ts";

declare global {
  var inkling: InklingGlobal;
}

/** Devices wait for idle moments, and share the machine. */
const SLOW = 90_000;
const until = { timeout: SLOW, interval: 100 };

/** Three reports are a round; a device takes part once. */
const TASK = {
  blocks: [
    { name: "head", kind: "delta", size: FEATURES.length, subset: "linear", scale: 4_096, clipNorm: 0.3 },
    { name: "items", kind: "histogram", size: 64, scale: 1_024, clipNorm: 3 },
  ],
  noiseMultiplier: 2.382,
  leastReports: 3,
  largestBatch: 3,
  buckets: 1,
  tokens: true,
} as const;
const MICRO_RHO = 88_123;

/** Of a few devices' sum the most is noise: such a step is seen in any ranking. */
const LONG_STEPS = { ungated: true, optimizer: { ...TRAINING.optimizer, rate: 1 }, stepNorm: 100 };

let site: Site;
let browser: Browser;
let pair: Pair;
let helperApp: FastifyInstance;
let leader: Recorder;
let helper: Recorder;
/** The server of mode C, while there is one: the leader's recorder stands before it then. */
let single: string | undefined;
let context: BrowserContext;

async function aggregators(task: ConstructorParameters<typeof Pair>[0]): Promise<Pair> {
  const made = new Pair(task);
  made.origins = [site.origin];
  helperApp = await openHelper(made, 0);
  await made.openLeader();
  return made;
}

const openHelper = (of: Pair, port: number) => of.openHelper(port, { leastReports: 3, maxEpsilon: 20, delta: 1e-6 });

beforeAll(async () => {
  site = await openSite();
  pair = await aggregators(TASK);
  leader = await openRecorder(() => single ?? pair.leader, site.origin);
  helper = await openRecorder(() => pair.helper, site.origin);
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await leader?.close();
  await helper?.close();
  await pair?.remove();
  await site?.close();
});
beforeEach(async () => {
  context = await browser.newContext();
  leader.log.length = 0;
  helper.log.length = 0;
});
afterEach(async () => {
  site.policy = undefined;
  leader.instead = undefined;
  helper.instead = undefined;
  await context.close();
});

const attributes = (consent: string, change: object = {}): string => {
  const federation = {
    leader: leader.origin,
    helper: helper.origin,
    leaderKey: pair.leaderSigner.publicKey,
    helperKey: pair.helperSigner.publicKey,
    demonstration: true,
    ...change,
  };
  return `data-catalog="/catalog.json" data-learn="off" data-consent="${consent}" data-federation='${JSON.stringify(federation)}'`;
};

/** Opens the shop as a shopper who agreed to these switches. */
async function visit(consent = "store personalise contribute", change: object = {}, profile = context): Promise<Page> {
  const page = await profile.newPage();
  await page.goto(
    site.page(`shop-${consent.length}-${Object.keys(change).join("-")}`, tag(attributes(consent, change))),
  );
  await page.evaluate(() => inkling("ready"));
  return page;
}

const contribution = (page: Page) => page.evaluate(async () => (await inkling.status()).engine?.contribution);
const fates = async (page: Page) => (await contribution(page))?.reports.map(({ fate }) => fate);
const problems = (page: Page) => page.evaluate(async () => (await inkling.status()).problems.last.join("\n"));
const asked = (recorder: Recorder) => recorder.log.map(({ what }) => what);
const sent = () => leader.log.filter(({ what }) => what === "POST /v1/reports");

/** Rows as an engine would have written them in the shopper's earlier visits. */
async function visitedBefore(profile: BrowserContext): Promise<void> {
  const page = await visit("store personalise", {}, profile);
  const rows = historyOf(20, Date.now(), `${POLICY_VERSION}/earlier`, contrary);
  await page.evaluate(writeRows, { table: "events", rows });
  await page.close();
}

const log = async (): Promise<readonly LogEntry[]> => {
  const response = await fetch(`${single ?? pair.leader}/v1/log/head`);
  return parseLog(new Uint8Array(await response.arrayBuffer()), TEXT).map(({ entry }) => entry);
};
/** What a shopper who looked at a shoe is shown, in order, and what is said of it. */
const shelf = (page: Page) =>
  page.evaluate(async () => {
    const { items, policy } = await inkling.rank({ n: 20 });
    return { ids: items.map(({ id }) => id), shared: items.map(({ parts }) => parts.shared ?? 0), policy };
  });
/** What a report has of its plan: what is in front of its id, and of its token the challenge and the key's name. */
const plannedOf = (report: Buffer): Buffer => Buffer.concat([report.subarray(0, 39), report.subarray(91, 155)]);
/** Every eight bytes in a row of all the rest. */
const ownOf = (report: Buffer): ReadonlySet<string> =>
  new Set([report.subarray(39, 91), report.subarray(155)].flatMap(windows));
const windows = (bytes: Buffer): readonly string[] =>
  Array.from({ length: bytes.length - 7 }, (_, at) => bytes.toString("hex", at, at + 8));

test(
  "three devices that contribute make a round and rank with what it taught; of the fourth no byte leaves",
  async () => {
    const trainer = await pair.openTrainer(undefined, LONG_STEPS);
    site.policy = `default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self' ${leader.origin}`;
    await visitedBefore(context);
    const stranger = await browser.newContext();
    const off = await visit("store personalise", {}, stranger);
    await expect.poll(() => contribution(off), until).toMatchObject({ state: "off", due: false, why: "no consent" });
    await off.evaluate(() => inkling("track", "view_item", { item_id: "shoe-1" }));
    const unmoved = await shelf(off);
    expect(site.log).not.toContain("/contributing.js");
    const profiles = [context, await browser.newContext(), await browser.newContext()];
    await visitedBefore(profiles[1]!);
    expect([...asked(leader), ...asked(helper)]).toEqual([]);

    let before: Awaited<ReturnType<typeof shelf>> | undefined;
    for (const profile of profiles) {
      // With the last report the helper is away for a while: what is acknowledged is not lost.
      const isLast = profile === profiles.at(-1);
      const { port } = new URL(pair.helper);
      if (isLast) await helperApp.close();
      await profile.addCookies([{ name: "shopper", value: "known", url: leader.origin }]);
      const page = await visit(undefined, {}, profile);
      if (isLast) {
        await page.evaluate(() => inkling("track", "view_item", { item_id: "shoe-1" }));
        before = await shelf(page);
      }
      await expect.poll(() => fates(page), until).toEqual(["accepted"]);
      const status = (await contribution(page))!;
      expect(status.tokens).toBe(1);
      expect(status.spentMicroRho).toBe(MICRO_RHO);
      expect(status.model.state).toBe("none");
      expect(status.reports[0]).toMatchObject({
        to: leader.origin,
        task: "head",
        round: 0,
        blocks: ["head", "items"],
        microRho: MICRO_RHO,
        bytes: sent().at(-1)?.body.length,
      });
      const { file } = await page.evaluate(() => inkling.export());
      expect(file).toMatchObject({ ledger: { spentMicroRho: MICRO_RHO, plans: { head: MICRO_RHO } } });
      await page.close();
      if (isLast) helperApp = await openHelper(pair, Number(port));
    }
    await expect.poll(async () => (await log()).map(({ outcome }) => outcome), until).toEqual(["opened", "published"]);
    const [opened, published] = await log();
    expect(opened?.count).toBe(3);

    // A browser with nothing that speaks against the model ranks with it.
    const page = await visit(undefined, {}, profiles[2]);
    await expect
      .poll(async () => (await contribution(page))?.model, until)
      .toMatchObject({ state: "accepted", version: 1, hash: published?.modelHash, canary: false });
    const after = await shelf(page);
    expect(before?.ids).toEqual(unmoved.ids);
    expect(before?.shared.every((part) => part === 0)).toBe(true);
    expect(after.ids).not.toEqual(before?.ids);
    expect(after.shared.some((part) => part > 0)).toBe(true);
    expect(after.policy).toMatch(/@1$/);
    // Those with a history of choices say whether these speak against it.
    for (const profile of profiles.slice(0, 2)) {
      const other = await visit(undefined, {}, profile);
      const judged = async () => (await contribution(other))?.model;
      await expect.poll(judged, until).toMatchObject({ version: 1, heldOut: 6 });
      const { policy } = await shelf(other);
      expect(policy.includes("@1")).toBe((await judged())?.state === "accepted");
    }
    expect(await shelf(off)).toEqual(unmoved);
    expect(await contribution(off)).toMatchObject({ reports: [], model: { state: "off", why: "no consent" } });
    expectNothingElse();
    expectBlindTokens();
    for (const profile of [stranger, ...profiles]) await profile.close();
    await trainer.close();
  },
  6 * SLOW,
);

/** What shoppers' browsers asked for, all of it: the shop's own files, and of the leader what the protocol has, with nothing that tells one browser from another. */
function expectNothingElse(): void {
  const files = /^\/(shop-[\w-]*|[\w.-]+\.js|catalog\.json|(ranking|display|aliases)\.\w+\.bin|live\.bin)$/;
  expect([...new Set(site.log)].filter((path) => !files.test(path) && path !== "/favicon.ico")).toEqual([]);
  // In mode B the helper is asked for nothing.
  expect(asked(helper)).toEqual([]);
  const known =
    /^(GET \/v1\/(tasks\/head|(plans|models)\/[0-9a-f]{64})|(OPTIONS|POST) \/v1\/(reports|tokens\/[0-9a-f]{64}))$/;
  expect(asked(leader).filter((what) => !known.test(what))).toEqual([]);
  const kindOf = (what: string): string => what.replace(/[0-9a-f]{64}$/, "HASH");
  const kinds = new Set(asked(leader).map(kindOf));
  expect([...kinds].filter((what) => !what.startsWith("OPTIONS")).sort()).toEqual([
    "GET /v1/models/HASH",
    "GET /v1/plans/HASH",
    "GET /v1/tasks/head",
    "POST /v1/reports",
    "POST /v1/tokens/HASH",
  ]);
  for (const { headers } of leader.log)
    for (const name of ["cookie", "authorization", "referer", "if-none-match"]) expect(headers[name]).toBeUndefined();
  // Whatever a browser says of itself, all say the same.
  for (const kind of kinds) {
    const said = leader.log.filter(({ what }) => kindOf(what) === kind).map(({ headers }) => JSON.stringify(headers));
    expect(new Set(said).size).toBe(1);
  }
  const reports = sent().map(({ body }) => body);
  expect(reports).toHaveLength(3);
  expect(new Set(reports.map(({ length }) => length)).size).toBe(1);
  expect(new Set(reports.map((report) => plannedOf(report).toString("hex"))).size).toBe(1);
  const values = reports.map(ownOf);
  const shared = values.flatMap((some, at) =>
    values.slice(at + 1).flatMap((more) => [...some].filter((one) => more.has(one))),
  );
  expect(shared).toEqual([]);
}

/** A token each, of which its issuer has seen nothing. */
function expectBlindTokens(): void {
  const [plan] = asked(leader).filter((what) => what.startsWith("GET /v1/plans/"));
  const requests = leader.log.filter(({ what }) => what === plan?.replace("GET /v1/plans", "POST /v1/tokens"));
  expect(requests.map(({ body }) => body.length)).toEqual([259, 259, 259]);
  const seen = Buffer.concat(requests.map(({ body }) => body)).toString("hex");
  for (const { body } of sent()) {
    const { nonce, authenticator } = parseToken(parseReport(body).token);
    for (const part of [nonce, authenticator]) expect(seen).not.toContain(Buffer.from(part).toString("hex"));
  }
  expect(new Set(requests.map(({ body }) => body.subarray(3).toString("hex"))).size).toBe(3);
}

test(
  "a device asks for one token and sends one report with it; whoever sends another with that token is refused",
  async () => {
    const before = pair;
    pair = await aggregators({ ...TASK, largestBatch: 1_000 });
    try {
      const page = await visit();
      await expect.poll(() => fates(page), until).toEqual(["accepted"]);
      const [{ body }] = sent() as [Recorded];
      const { token, planHash } = parseReport(body);
      const thief = await device(await fetchPlan(pair.leader, Buffer.from(planHash).toString("hex")));
      const values = TASK.blocks.map(({ size }) => new Float64Array(size));
      expect(await send(pair.leader, (await thief.report(values, { token })).bytes)).toBe("rejected");
      expect(await send(pair.leader, (await thief.report(values, { token: new Uint8Array() })).bytes)).toBe("rejected");
      expect(await send(pair.leader, body)).toBe("accepted");
      const metrics = await (await fetch(`${pair.leader}/metrics`)).text();
      for (const line of ['answer="rejected",reason="replayed"} 1', 'answer="rejected",reason="no-token"} 1'])
        expect(metrics).toContain(line);
      expect(metrics).toContain('inkling_tokens_total{outcome="issued"} 1');
    } finally {
      const ours = pair;
      pair = before;
      await ours.remove();
    }
  },
  2 * SLOW,
);

test(
  "where the plan asks for it the shop's page gives its server's statement, and a page without one takes no part",
  async () => {
    const before = pair;
    const shop = generateKeyPairSync("ed25519");
    const sessionKey = Buffer.from(String(shop.publicKey.export({ format: "jwk" }).x), "base64url").toString("hex");
    pair = new Pair({ ...TASK, largestBatch: 1_000 });
    pair.origins = [site.origin];
    pair.issuer = { ...pair.issuer, attestation: { attestation: "shop-session" }, sessionKey };
    try {
      await pair.openHelper(0, { leastReports: 3, maxEpsilon: 20, delta: 1e-6 });
      await pair.openLeader();
      const page = await visit();
      await expect.poll(() => problems(page), until).toContain("the page gives none");
      await page.close();
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
      const claims = { sub: "a session", aud: "http://leader.example", exp: Math.floor(Date.now() / 1_000) + 300 };
      const signed = `${part({ alg: "EdDSA" })}.${part(claims)}`;
      const session = `${signed}.${sign(null, Buffer.from(signed), shop.privateKey).toString("base64url")}`;
      const other = await visit(undefined, { session });
      await expect.poll(() => fates(other), until).toEqual(["accepted"]);
    } finally {
      const ours = pair;
      pair = before;
      await ours.remove();
    }
  },
  2 * SLOW,
);

describe("with one server, which reads each report", () => {
  let folder: string;
  let app: FastifyInstance;
  let C: Readonly<Record<"trustMode" | "leaderKey", string> & Record<"helper" | "helperKey", undefined>>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "inkling-single-"));
    const own = signer(newSigningKey());
    // What `inkling serve --role single` runs, but that two reports end a round.
    app = await singleApp({
      database: await openStore(`sqlite:${join(folder, "single.db")}`, "unused"),
      ...{ signer: own, now: Date.now, origins: [site.origin], perMinute: 1e6, proxyHops: 0, logger: false },
      ...{ origin: "http://single.example", tasks: [{ ...SINGLE_TASK, leastReports: 2, largestBatch: 2 }] },
      ...{ issuer: pair.issuer, settings: { ...TRAINING, ...LONG_STEPS }, gate: undefined },
    });
    single = await app.listen({ port: 0, host: "127.0.0.1" });
    C = { trustMode: "C", leaderKey: own.publicKey, helper: undefined, helperKey: undefined };
  });
  afterAll(async () => {
    single = undefined;
    await app?.close();
    rmSync(folder, { recursive: true });
  });

  test(
    "two devices whose page says so make a round and rank with what it taught; one whose page does not sends nothing",
    async () => {
      const { leaderKey } = C;
      const other = await browser.newContext();
      const declining = await visit(undefined, { leaderKey }, other);
      await expect.poll(() => problems(declining), until).toContain("not signed by the helper");
      await declining.evaluate(() => inkling("track", "view_item", { item_id: "shoe-1" }));
      const before = await shelf(declining);

      const profiles = [context, await browser.newContext()];
      await visitedBefore(context);
      for (const profile of profiles) {
        const page = await visit(undefined, C, profile);
        await expect.poll(() => fates(page), until).toEqual(["accepted"]);
        // Twice the noise multiplier is a quarter of the cost: against a server that reads each report.
        const { reports, spentMicroRho } = (await contribution(page))!;
        expect(reports[0]).toMatchObject({ to: leader.origin, trustMode: "C", blocks: ["head"] });
        expect(spentMicroRho).toBe(reports[0]?.microRho);
        expect(spentMicroRho).toBeGreaterThan(3 * MICRO_RHO);
        await page.close();
      }
      await expect
        .poll(async () => (await log()).map(({ outcome }) => outcome), until)
        .toEqual(["opened", "published"]);
      const [opened, published] = await log();
      expect(opened?.count).toBe(2);

      const page = await visit(undefined, C, profiles[1]);
      await expect
        .poll(async () => (await contribution(page))?.model, until)
        .toMatchObject({ state: "accepted", version: 1, hash: published?.modelHash });
      await page.evaluate(() => inkling("track", "view_item", { item_id: "shoe-1" }));
      const after = await shelf(page);
      expect(after.ids).not.toEqual(before.ids);
      expect(after.shared.some((part) => part > 0)).toBe(true);

      // It takes the model that the page's leader signed, and has sent nothing and asked for no token.
      expect(await contribution(declining)).toMatchObject({ reports: [], tokens: 0, spentMicroRho: 0 });
      expect(sent()).toHaveLength(2);
      expect(asked(leader).filter((what) => what.startsWith("POST /v1/tokens/"))).toHaveLength(2);
      expect(asked(helper)).toEqual([]);
      for (const profile of [other, profiles[1]!]) await profile.close();
    },
    4 * SLOW,
  );
});

describe("with two operators", () => {
  const A = { trustMode: "A" } as const;
  let before: Pair;
  beforeAll(async () => {
    before = pair;
    pair = await aggregators({ ...TASK, ...A, largestBatch: 1_000 });
  });
  afterAll(async () => {
    const ours = pair;
    pair = before;
    await ours.remove();
  });
  const toAll = "store personalise contribute";
  const answer = (text: string) => [200, JSON.stringify({ answer: text })] as const;
  const toReports = (reply: () => ReturnType<NonNullable<Recorder["instead"]>>) => (what: string) =>
    what === "POST /v1/reports" ? reply() : undefined;

  test(
    "the plan is compared at both, and what an aggregator could not take is sent again as it was",
    async () => {
      const replies = [[503, "busy"] as const, answer("retry-later"), [200, "no JSON"] as const];
      leader.instead = toReports(() => replies.shift());
      const page = await visit(toAll, A);
      await expect.poll(() => fates(page), until).toEqual(["accepted"]);
      expect(asked(helper)).toEqual([expect.stringMatching(/^GET \/v1\/plans\/[0-9a-f]{64}$/)]);
      expect(sent()).toHaveLength(4);
      for (const { body } of sent()) expect(body.equals(sent()[0]!.body)).toBe(true);
      expect((await contribution(page))?.spentMicroRho).toBe(MICRO_RHO);
    },
    2 * SLOW,
  );

  test.each([
    ["rejected", "rejected"],
    ["refetch-plan", "late"],
  ])(
    "a report answered by %s is dropped and stays charged; no other is made of the same plan",
    async (text, fate) => {
      leader.instead = toReports(() => answer(text));
      const page = await visit(toAll, A);
      await expect.poll(() => fates(page), until).toEqual([fate]);
      const looks = () => asked(leader).filter((what) => what === "GET /v1/tasks/head").length;
      const before = looks();
      // It has looked again, twice to the end.
      await expect.poll(looks, until).toBeGreaterThan(before + 2);
      expect(sent()).toHaveLength(1);
      expect(await fates(page)).toEqual([fate]);
      expect((await contribution(page))?.spentMicroRho).toBe(MICRO_RHO);
    },
    2 * SLOW,
  );

  test(
    "a tab closed in the middle of an upload leaves the same bytes to the next",
    async () => {
      leader.instead = toReports(() => "never");
      const closed = await visit(toAll, A);
      await expect.poll(() => sent().length, until).toBe(1);
      await closed.close();
      leader.instead = undefined;
      const page = await visit(toAll, A);
      await expect.poll(() => fates(page), until).toEqual(["accepted"]);
      expect(sent()).toHaveLength(2);
      expect(sent()[0]!.body.equals(sent()[1]!.body)).toBe(true);
    },
    2 * SLOW,
  );

  test.each([
    ["the switch is off", (page: Page) => page.evaluate(() => inkling("consent", { contribute: false })), "no consent"],
    ["the shopper pauses", (page: Page) => page.evaluate(() => inkling("pause")), "paused"],
  ])(
    "once %s what waits is cancelled, stays charged, and nothing more is asked",
    async (_when, stop, why) => {
      leader.instead = toReports(() => answer("retry-later"));
      const page = await visit(toAll, A);
      await expect.poll(() => sent().length, until).toBeGreaterThan(0);
      await stop(page);
      expect(await contribution(page)).toMatchObject({ state: "off", why, due: false, spentMicroRho: MICRO_RHO });
      expect(await fates(page)).toEqual(["cancelled"]);
      // One that was under way may still arrive; then, longer than any wait of a demonstration, there is none.
      await new Promise((resolve) => setTimeout(resolve, 500));
      const known = [leader.log.length, helper.log.length];
      await new Promise((resolve) => setTimeout(resolve, 6_000));
      expect([leader.log.length, helper.log.length]).toEqual(known);
    },
    2 * SLOW,
  );

  test(
    "erasing forgets what was sent and keeps what it cost",
    async () => {
      const page = await visit(toAll, A);
      await expect.poll(() => fates(page), until).toEqual(["accepted"]);
      await page.evaluate(() => inkling("consent", { contribute: false }));
      await page.evaluate(() => inkling("erase"));
      expect(await contribution(page)).toMatchObject({ reports: [], spentMicroRho: MICRO_RHO });
      const { file } = await page.evaluate(() => inkling.export());
      expect(file?.ledger).toMatchObject({ spentMicroRho: MICRO_RHO, plans: { head: MICRO_RHO } });
      const more = { ...file, ledger: { ...(file?.ledger as object), spentMicroRho: MICRO_RHO + 1 } };
      expect(await page.evaluate((taken) => inkling.import(taken), more)).toEqual({ imported: 0, reason: "ok" });
      expect((await contribution(page))?.spentMicroRho).toBe(MICRO_RHO + 1);
      expect(await page.evaluate(() => inkling.import({ format: "another" }))).toMatchObject({ reason: "request" });
    },
    2 * SLOW,
  );

  test.each([
    ["another leader's key", { leaderKey: "ab".repeat(32) }, /not signed by the leader/],
    ["another helper's key", { helperKey: "ab".repeat(32) }, /not signed by the helper/],
    ["one operator", { trustMode: "B" }, /trust mode A/],
    ["no demonstration, but sums of a hundred", { demonstration: false }, /100 are the least/],
    ["an address that is none", { leader: "stats", task: "No Name" }, /task must be/],
  ])(
    "a shop that names %s gets no report, and is told why",
    async (_what, change, why) => {
      const page = await visit(toAll, { ...A, ...change });
      await expect.poll(() => problems(page), until).toMatch(why);
      expect(await contribution(page)).toMatchObject({ reports: [], spentMicroRho: 0 });
      expect(sent()).toEqual([]);
    },
    2 * SLOW,
  );

  test(
    "a model that is not there is no reason not to report, and the shop is told",
    async () => {
      const task: unknown = await (await fetch(`${pair.leader}/v1/tasks/head`)).json();
      const model = { hash: "ab".repeat(32), version: 1, signature: "cd".repeat(64) };
      const changed = JSON.stringify({ ...(task as object), model });
      leader.instead = (what) => (what === "GET /v1/tasks/head" ? [200, changed] : undefined);
      const page = await visit(toAll, A);
      await expect.poll(() => problems(page), until).toMatch(/the published model: .* answered 404/);
      await expect.poll(() => fates(page), until).toEqual(["accepted"]);
      expect((await contribution(page))?.model.state).toBe("none");
    },
    2 * SLOW,
  );

  test(
    "a helper that shows another plan gets none either",
    async () => {
      helper.instead = () => [200, "{}"];
      const page = await visit(toAll, A);
      await expect.poll(() => problems(page), until).toMatch(/another plan under the hash/);
      expect(await contribution(page)).toMatchObject({ reports: [], spentMicroRho: 0 });
      expect(sent()).toEqual([]);
    },
    2 * SLOW,
  );
});
