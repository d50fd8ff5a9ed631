import { RSABSSA } from "@cloudflare/blindrsa-ts";
import { AEAD_AES_128_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from "hpke";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { makePlan } from "../../../server/leader/task.ts";
import type { Federation } from "../../../src/core/bridge/federation.ts";
import { secureRandom } from "../../../src/core/privacy/random.ts";
import { addTo, expandSeed } from "../../../src/core/privacy/share/share.ts";
import { reportLength } from "../../../src/core/privacy/vector/block.ts";
import { decode } from "../../../src/core/privacy/vector/decode.ts";
import { fromHex, toHex } from "../../../src/core/protocol/hex.ts";
import { encodeModel, type Model } from "../../../src/core/protocol/model.ts";
import { type Party, type Plan, type PlanBlock, type PlanTokens, planBytes } from "../../../src/core/protocol/plan.ts";
import { type Box, HELPER_INFO, LEADER_INFO, parseReport, reportAad } from "../../../src/core/protocol/report.ts";
import { parseShare } from "../../../src/core/protocol/share.ts";
import { modelSigned, planSigned } from "../../../src/core/protocol/signed.ts";
import type { NamedModel, TaskAnswer } from "../../../src/core/protocol/task.ts";
import { parseToken } from "../../../src/core/protocol/token.ts";
import { tryBytes, workBytes } from "../../../src/core/protocol/work.ts";
import { FEATURES } from "../../../src/core/rank/features.ts";
import { sizeOf } from "../../../src/core/rank/subset.ts";
import { cellOf } from "../../../src/core/rank/tuning/counts.ts";
import { type Reported, type ReporterPlatform, report } from "../../../workers/reporter.ts";
import { digest, text } from "../../../workers/serve/here.ts";
import { openReportingStore } from "../../../workers/store/reporting.ts";
import type { Shared } from "../../../workers/store/store.ts";
import { tokenParts } from "../../../workers/tokens.ts";
import { device, GRANTED, tab } from "../engine/tab.ts";
import { contrary, historyOf, ITEMS } from "../learner/history.ts";
import { putRaw, readRaw } from "../store/fixtures.ts";

const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_128_GCM);
const CELLS = 4_096;

/** An aggregator that signs, and can open what is sealed to it. */
interface Aggregator {
  readonly party: Party;
  sign(message: Uint8Array): Promise<string>;
  open(box: Box, info: string, aad: Uint8Array): Promise<Uint8Array>;
}

async function aggregator(origin: string): Promise<Aggregator> {
  // The casts: Ed25519 gives a pair; what is signed stands in a buffer of its own.
  const signing = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
  const signKey = toHex(new Uint8Array(await crypto.subtle.exportKey("raw", signing.publicKey)));
  const sealing = await suite.GenerateKeyPair(false);
  const key = toHex(await suite.SerializePublicKey(sealing.publicKey));
  return {
    party: { origin, signKey, keys: [{ id: 3, kem: "x25519", key }] },
    sign: async (message) =>
      toHex(new Uint8Array(await crypto.subtle.sign("Ed25519", signing.privateKey, new Uint8Array(message)))),
    open: (box, info, aad) => suite.Open(sealing, box.encapsulated, box.sealed, { info: text.encode(info), aad }),
  };
}

let leader: Aggregator;
let helper: Aggregator;
let plan: Plan;
let bytes: Uint8Array;
let hash: string;
let reports: Uint8Array[] = [];
/** What the task names, what there is under which path, and what was asked for of it. */
let standing: Pick<TaskAnswer, "model" | "canary"> = { model: null, canary: null };
const models = new Map<string, Uint8Array>();
let modelsAsked: string[] = [];
/** The issuer of tokens, and what it was sent. */
const blindRsa = RSABSSA.SHA384.PSS.Deterministic();
let tokenKey: CryptoKeyPair | undefined;
let tokenRequests: Uint8Array[] = [];
const signs = async (request: Uint8Array): Promise<Response> =>
  new Response(new Uint8Array(await blindRsa.blindSign(tokenKey!.privateKey, request.subarray(3, 259))));
let issue = signs;

/** Answers what a leader does, and fails for anything else; `hangs` says of what no answer comes. */
let hangs = (_path: string): boolean => false;
async function answer(input: unknown, init?: RequestInit): Promise<Response> {
  const path = new URL(String(input)).pathname;
  if (hangs(path))
    return new Promise((_, reject) =>
      init!.signal!.addEventListener("abort", () => reject(new DOMException("it was ended", "AbortError"))),
    );
  if (path === "/v1/tasks/head") {
    const signed = planSigned(bytes, text);
    const ofHelper = mode === "C" ? null : await helper.sign(signed);
    const signatures = { leader: await leader.sign(signed), helper: ofHelper };
    return Response.json({ protocol: 1, task: "head", state: "collecting", plan: hash, signatures, ...standing });
  }
  const model = models.get(path);
  if (model !== undefined) {
    modelsAsked.push(path);
    return new Response(new Uint8Array(model));
  }
  if (path === `/v1/tokens/${hash}` && init?.method === "POST") {
    tokenRequests.push(new Uint8Array(await new Response(init.body).arrayBuffer()));
    return issue(tokenRequests.at(-1)!);
  }
  if (path === `/v1/plans/${hash}`) return new Response(new Uint8Array(bytes));
  if (path === "/v1/reports" && init?.method === "POST") {
    reports.push(new Uint8Array(await new Response(init.body).arrayBuffer()));
    return Response.json({ answer: "accepted" });
  }
  throw new TypeError(`nobody expected ${path}`);
}

beforeEach(async () => {
  reports = [];
  standing = { model: null, canary: null };
  models.clear();
  modelsAsked = [];
  tokenRequests = [];
  issue = signs;
  leader = await aggregator("https://leader.example");
  helper = await aggregator("https://helper.example");
  await setPlan(1);
  const passed = globalThis.fetch;
  vi.stubGlobal("fetch", (input: RequestInfo, init?: RequestInit) =>
    String(input).includes(".example") ? answer(input, init) : passed(input, init),
  );
});
afterEach(() => {
  hangs = () => false;
  [mode, named] = ["B", undefined];
  vi.unstubAllGlobals();
});

/** What plans say, and what the shop's page does. */
let mode: "B" | "C" = "B";
let named: "B" | "C" | undefined;

/** The plan of the task's n-th round, from now on. */
async function setPlan(
  version: number,
  model = "zero",
  tokens: PlanTokens | null = null,
  heads: readonly Partial<PlanBlock>[] = [{}],
): Promise<void> {
  plan = makePlan(
    {
      task: "head",
      blocks: [
        ...heads.map((change, at): PlanBlock => {
          const block = { name: `head-${at}`, kind: "delta", subset: "linear", scale: 65_536, clipNorm: 0.3 } as const;
          return { ...block, size: sizeOf(change.subset ?? "linear"), ...change };
        }),
        { name: "items", kind: "histogram", size: CELLS, scale: 1_024, clipNorm: 10 },
      ],
      noiseMultiplier: 2.382,
      leastReports: 100,
      largestBatch: 120,
      buckets: 1,
      participationCap: 1,
      devices: 1_000,
      delta: 1e-5,
      maxEpsilon: 20,
      roundMs: 600_000_000,
      trustMode: mode,
    },
    { version, round: 6 + version, model, fromMs: device.clock },
    leader.party,
    mode === "C" ? null : helper.party,
    tokens,
  );
  bytes = planBytes(plan, text);
  hash = await digest!(bytes);
}

const DAY = 86_400_000;

async function run(change: Partial<ReporterPlatform> = {}, session: string | null = null): Promise<Reported> {
  const federation: Federation = {
    ...{ leader: leader.party.origin, leaderKey: leader.party.signKey, task: "head", session, demonstration: false },
    ...((named ?? mode) === "C"
      ? { trustMode: "C" }
      : { trustMode: "B", helper: helper.party.origin, helperKey: helper.party.signKey }),
  };
  return report(federation, {
    now: () => device.clock,
    random: secureRandom((some) => crypto.getRandomValues(some)),
    loadTokenParts: async () => tokenParts,
    text,
    digest: digest!,
    pause: async () => {},
    sleep: async (ms) => {
      device.clock += ms;
    },
    openStore: (onForeignChange) =>
      openReportingStore({ name: device.storeName, now: () => device.clock, onLost() {}, onForeignChange }),
    ...change,
  });
}

/** Past the cool-down to a report, past its wait to its sending, and what is in it. */
async function reported(change: Partial<ReporterPlatform> = {}): Promise<readonly Float64Array[]> {
  expect((await run()).outcome).toBe("cool-down");
  device.clock += DAY;
  expect((await run(change)).outcome).toBe("put");
  expect(reports).toEqual([]);
  device.clock += DAY / 4;
  expect((await run()).outcome).toBe("sent");
  const sealed = parseReport(reports[0]!);
  expect(sealed).toMatchObject({ planHash: fromHex(hash), round: 7 });
  const aad = reportAad(sealed, fromHex(await digest!(sealed.token)));
  const sum = parseShare(await leader.open(sealed.leader, LEADER_INFO, aad), reportLength(plan.blocks));
  if (sealed.helper !== null) addTo(sum, expandSeed(await helper.open(sealed.helper, HELPER_INFO, aad), sum.length));
  return decode(plan.blocks, sum, fromHex(hash));
}

async function tabWithHistory(): Promise<ReturnType<typeof tab>> {
  const one = tab();
  const { policy } = await one.open();
  await one.ask<"append">({ type: "append", events: historyOf(30, device.clock, policy, contrary) });
  return one;
}
const norm = (values: Float64Array): number => Math.hypot(...values);

test("a report says what this device's choices were, within its clip, and what was looked at", async () => {
  await setPlan(1, "zero", null, [{ clipNorm: 0.1 }]);
  await tabWithHistory();
  const [head, items] = await reported();
  // A step on thirty choices goes beyond the clip.
  expect(norm(head!)).toBeGreaterThan(0.099);
  expect(norm(head!)).toBeLessThan(0.101);
  for (let shoe = 0; shoe < 6; shoe++) expect(items![cellOf(`shoe-${shoe}`, CELLS)]).toBeCloseTo(1, 2);
  expect(items!.reduce((sum, one) => sum + one, 0)).toBeCloseTo(6, 1);
}, 60_000);

test.each(["hidden-32", "all"] as const)(
  "of a head of %s weights, a device reports on and ranks with all",
  async (subset) => {
    const size = sizeOf(subset);
    const base = await publish(1, {
      kind: subset,
      weights: Float32Array.from({ length: size }, (_, at) => 0.2 * Math.sin(7 * at)),
    });
    await setPlan(1, base.hash, null, [{ subset, clipNorm: 0.1 }]);
    await tabWithHistory();
    const before = await engine();
    const [head] = await reported();
    expect(head).toHaveLength(size);
    expect(norm(head!)).toBeGreaterThan(0.09);
    expect(norm(head!)).toBeLessThan(0.11);
    // Linear weights, the first layer and the last.
    for (const part of [head!.subarray(0, 38), head!.subarray(38, 2 * 38), head!.subarray(size - 32)])
      expect(norm(part)).toBeGreaterThan(0.002);
    // It is as good as any to a device with few choices.
    await (await tab()).ask<"erase">({ type: "erase" });
    await tabWithFewChoices();
    standing = { model: base, canary: null };
    await look();
    const after = await engine();
    expect(after).toMatchObject({ state: "accepted", version: 1, hash: base.hash });
    expect(after.order).not.toEqual(before.order);
    expect(after.items.some(({ parts }) => parts.shared! > 0)).toBe(true);
  },
  60_000,
);

test.each<[string, readonly Partial<PlanBlock>[], (() => Promise<NamedModel>) | undefined, RegExp]>([
  ["weights of another release", [{ subset: "hidden-32", size: 1_153 }], undefined, /has 1153 weights, not 1318/],
  ["two heads at once", [{}, { subset: "hidden-32" }], undefined, /more than one delta/],
  ["weights that its model does not have", [{ subset: "hidden-32" }], () => publish(1), /38 weights, not 1318/],
])("a plan for %s is declined", async (_what, heads, model, why) => {
  await setPlan(1, (await model?.())?.hash, null, heads);
  await run();
  device.clock += DAY;
  expect(await run()).toMatchObject({ outcome: "declined", why: expect.stringMatching(why) });
});

test.each([
  ["with nothing done", async () => void (await tab().open())],
  ["without a catalogue", async () => {}],
  [
    "whose every event came with an import",
    async () => {
      const one = await tabWithHistory();
      const file = await one.ask<"export">({ type: "export" });
      await one.ask<"erase">({ type: "erase" });
      await one.ask<"import">({ type: "import", file });
    },
  ],
])(
  "a device %s says zeros, in a report as long as any",
  async (_what, prepare) => {
    await prepare();
    for (const block of await reported()) expect(norm(block)).toBe(0);
    const length = reports[0]!.length;
    expect(length).toBe(4 * reportLength(plan.blocks) + 2 * (16 + 32 + 6) + 32 + 3 + 32 + 4 + 16 + 2 + 1);
  },
  60_000,
);

describe("to a single server", () => {
  beforeEach(async () => {
    mode = "C";
    await setPlan(1);
  });

  test("a report is in one box, with this device's own noise in every value, and the log says so", async () => {
    const one = await tabWithHistory();
    const blocks = await reported();
    expect(parseReport(reports[0]!).helper).toBeNull();
    // Far more than thirty choices and six shoes: what is read is noise, of the deviation that the plan says.
    const sigma = Math.sqrt(plan.sigmaSquared.numerator / plan.sigmaSquared.denominator);
    plan.blocks.forEach(({ scale }, at) => {
      const values = blocks[at]!;
      const deviation = (norm(values) / Math.sqrt(values.length)) * (scale / sigma);
      expect(deviation).toBeGreaterThan(at === 0 ? 0.6 : 0.95);
      expect(deviation).toBeLessThan(at === 0 ? 1.5 : 1.05);
    });
    const { contribution } = await one.ask<"status">({ type: "status" });
    expect(contribution.spentMicroRho).toBe(plan.microRho);
    expect(contribution.reports).toMatchObject([{ trustMode: "C", to: leader.party.origin, fate: "accepted" }]);
  }, 60_000);

  test("none goes where the shop's page names two, nor to two where it names one", async () => {
    named = "B";
    expect(await run()).toMatchObject({
      outcome: "declined",
      why: expect.stringContaining("not signed by the helper"),
    });
    device.clock += DAY;
    [mode, named] = ["B", "C"];
    await setPlan(2);
    expect(await run()).toMatchObject({
      outcome: "declined",
      why: expect.stringContaining("trust mode B, the shop says C"),
    });
  });
});

test("one report a plan: looking again finds nothing to answer", async () => {
  await reported();
  device.clock += DAY / 2;
  expect((await run()).outcome).toBe("no plan");
  expect(reports).toHaveLength(1);
});

test("a report whose round is over is dropped, never sent", async () => {
  expect((await run()).outcome).toBe("cool-down");
  device.clock += DAY;
  expect((await run()).outcome).toBe("put");
  device.clock = plan.epoch.until;
  await run();
  expect(reports).toEqual([]);
});

test("a clock set far back makes nothing wait for ever", async () => {
  expect((await run()).outcome).toBe("cool-down");
  device.clock += 100 * DAY;
  await run();
  device.clock -= 100 * DAY;
  expect((await run()).outcome).not.toBe("waiting");
});

test.each([
  ["nothing to measure", 0],
  ["what is measured in time", 200],
  ["more than can be measured in the time for it", 1_000],
])("writing a report takes as long with %s", async (_what, listMs) => {
  if (listMs > 0) await tabWithHistory();
  await run();
  device.clock += DAY;
  const begunMs = device.clock;
  const pause = async () => {
    device.clock += listMs;
  };
  expect((await run({ pause })).outcome).toBe("put");
  expect(device.clock - begunMs).toBe(10_000);
});

test("what breaks while it measures is a report of zeros, not none", async () => {
  await tabWithHistory();
  const broken = async () => {
    throw new Error("a device of its own kind");
  };
  for (const block of await reported({ pause: broken })) expect(norm(block)).toBe(0);
});

test("a reporter that is killed as it looks has noted when to look again", async () => {
  const one = tab();
  await one.open();
  hangs = () => true;
  const killed = run();
  const next = async () => (await one.ask<"status">({ type: "status" })).contribution.next;
  await expect.poll(next).toBeGreaterThan(device.clock + DAY / 8 - 1);
  await one.ask<"erase">({ type: "erase" });
  expect((await killed).outcome).toBe("unreachable");
});

test("an erased device answers neither the same plan again nor more of its task's than the cap allows", async () => {
  await reported();
  const one = tab();
  await one.open();
  await one.ask<"erase">({ type: "erase" });
  for (let day = 0; day < 3; day++) {
    expect((await run()).outcome).toBe("no plan");
    device.clock += DAY;
  }
  await setPlan(2);
  expect((await run()).outcome).toBe("plan");
  expect(reports).toHaveLength(1);
});

test("what is imported while a report is made is in none", async () => {
  const one = await tabWithHistory();
  const file = await one.ask<"export">({ type: "export" });
  await one.ask<"erase">({ type: "erase" });
  await run();
  device.clock += DAY;
  await one.does("view", "shoe-1");
  let imported = false;
  const openStore: ReporterPlatform["openStore"] = async (onForeignChange) => {
    const store = await openReportingStore({
      name: device.storeName,
      now: () => device.clock,
      onLost() {},
      onForeignChange,
    });
    const read = store.read;
    // Between the reporter's look at what was imported and at the events.
    const late = async () => {
      if (!imported) await one.ask<"import">({ type: "import", file });
      imported = true;
      return read();
    };
    return { ...store, read: late };
  };
  expect((await run({ openStore })).outcome).toBe("forgotten");
  expect(imported).toBe(true);
});

test("a browser without AbortSignal.any reports as well", async () => {
  vi.spyOn(AbortSignal, "any").mockImplementation(() => {
    throw new TypeError("AbortSignal.any is not a function");
  });
  expect((await run()).outcome).toBe("cool-down");
  vi.restoreAllMocks();
});

/** Speaks for what the shopper of `contrary` avoids, the shoes, or against it. */
const weightsOf = (toShoes: number): Float32Array => {
  const weights = new Float32Array(FEATURES.length);
  weights[FEATURES.indexOf("sameCategory")] = toShoes;
  return weights;
};

/** Serves a model under its hash, signed, as a task names it. */
async function publish(version: number, change: Partial<Model> = {}, signed?: Aggregator): Promise<NamedModel> {
  const weights = weightsOf(-1);
  const model = { task: "head", version, parent: null, plan: hash, kind: "linear" as const, weights, ...change };
  const served = encodeModel(model, text);
  const name = await digest!(served);
  models.set(`/v1/models/${name}`, served);
  return { hash: name, version, signature: await (signed ?? leader).sign(modelSigned(served, text)) };
}

/** What an engine of a shopper who contributes says of the model, and how it then orders some products. */
async function engine() {
  const one = tab();
  await one.open({ ...GRANTED, contribute: true }, "first", { learn: false });
  const { contribution, policy } = await one.ask<"status">({ type: "status" });
  const { items } = await one.ask<"rank">({ type: "rank", request: { ids: ITEMS } });
  return { ...contribution.model, policy, order: items.map(({ id }) => id), items, ask: one.ask };
}
const look = async (): Promise<Reported> => {
  device.clock += DAY;
  return run();
};

test("a published model is ranked with, and followed back", async () => {
  await (await tabWithFewChoices()).ask<"status">({ type: "status" });
  const before = await engine();
  expect(before).toMatchObject({ state: "none" });
  const first = await publish(1);
  standing = { model: first, canary: null };
  expect((await look()).model).toBeUndefined();
  const after = await engine();
  expect(after).toMatchObject({ state: "accepted", version: 1, hash: first.hash, canary: false, heldOut: 0 });
  expect(after.policy).toBe(`${before.policy}+zero@1`);
  expect(after.order).not.toEqual(before.order);
  expect(after.items.some(({ parts }) => parts.shared! > 0)).toBe(true);
  // At every look alike, kept or not: who asks for none would be known again.
  await look();
  expect(modelsAsked).toEqual([`/v1/models/${first.hash}`, `/v1/models/${first.hash}`]);
  // A newer one, the older again, and none.
  const second = await publish(2, { weights: weightsOf(-2) });
  for (const [model, version] of [
    [second, 2],
    [first, 1],
  ] as const) {
    standing = { model, canary: null };
    await look();
    expect(await engine()).toMatchObject({ state: "accepted", version, hash: model.hash });
  }
  expect((await engine()).order).toEqual(after.order);
  standing = { model: null, canary: null };
  await look();
  expect(await engine()).toMatchObject({ state: "none", order: before.order, policy: before.policy });
}, 60_000);

test.each([
  ["learned.js is not here", async () => {}],
  [
    "of an Inkling with other features",
    async () => {
      const kept = (await readRaw(device.storeName, "models", "shared")) as Shared;
      await putRaw(device.storeName, "models", { ...kept, weights: new Float32Array(19) }, "shared");
    },
  ],
])("an accepted model that cannot be ranked with is kept back: %s", async (why, spoil) => {
  await tabWithFewChoices();
  standing = { model: await publish(1), canary: null };
  await run();
  await spoil();
  const here = why.includes("features");
  const one = tab(here ? {} : { loadParts: () => Promise.reject(new Error("blocked")) });
  const { contribution, policy } = await one.open({ ...GRANTED, contribute: true }, "first", { learn: false });
  expect(contribution.model).toMatchObject({ state: "kept back", why });
  expect(policy).not.toContain("@");
});

test("an open tab hears of it", async () => {
  await tabWithFewChoices();
  const { ask, order } = await engine();
  standing = { model: await publish(1), canary: null };
  await look();
  const now = async () => (await ask<"rank">({ type: "rank", request: { ids: ITEMS } })).items.map(({ id }) => id);
  await expect.poll(now).not.toEqual(order);
});

test.each([
  ["agree with it", -1, "accepted"],
  ["contradict it", 1, "kept back"],
])(
  "a device whose own latest choices %s says so",
  async (_what, toShoes, state) => {
    await tabWithHistory();
    const before = await engine();
    standing = { model: await publish(3, { weights: weightsOf(toShoes) }), canary: null };
    expect((await look()).model).toBeUndefined();
    const after = await engine();
    expect(after).toMatchObject({ state, version: 3, heldOut: 9 });
    if (state === "accepted") expect(after.order).not.toEqual(before.order);
    else expect([after.order, after.policy]).toEqual([before.order, before.policy]);
  },
  60_000,
);

test.each([
  ["that another has signed", async () => publish(1, {}, helper), /not signed by the leader/],
  ["of another task", async () => publish(1, { task: "other" }), /of the task other/],
  ["of other features", async () => publish(1, { weights: new Float32Array(19) }), /19 weights, not 38/],
  ["of another version than named", async () => ({ ...(await publish(1)), version: 2 }), /version 1, not 2/],
  [
    "whose bytes have another hash",
    async () => {
      const named = await publish(1);
      models.get(`/v1/models/${named.hash}`)!.set([1], 80);
      return named;
    },
    /another model under this hash/,
  ],
  [
    "with a weight that is no number",
    async () => {
      const weights = weightsOf(Number.NaN);
      return publish(1, { weights });
    },
    /not finite|no number|out of bounds/,
  ],
  ["that is not there", async () => ({ ...(await publish(1)), hash: "ab".repeat(32) }), /could not be reached/],
])(
  "a model %s is not ranked with; the one before is, and reports are made all the same",
  async (_what, make, why) => {
    const good = await publish(1, { weights: weightsOf(-0.5) });
    standing = { model: good, canary: null };
    await run();
    standing = { model: await make(), canary: null };
    device.clock += DAY;
    expect(await run()).toMatchObject({ outcome: "put", model: expect.stringMatching(why) });
    expect(await engine()).toMatchObject({ state: "accepted", hash: good.hash });
  },
  60_000,
);

test("a new model is tried by the share of devices that drew it, the same at every look", async () => {
  const model = await publish(1);
  const canary = await publish(2, { weights: weightsOf(-2) });
  standing = { model, canary: { ...canary, share: 1 } };
  await run();
  expect(await engine()).toMatchObject({ version: 2, canary: true });
  standing = { model, canary: { ...canary, share: 1e-9 } };
  await look();
  expect(await engine()).toMatchObject({ version: 1, canary: false });
  const draws = new Set<number>();
  const store = await openReportingStore({
    name: device.storeName,
    now: () => device.clock,
    onLost() {},
    onForeignChange() {},
  });
  for (const drawn of [0.25, 0.75]) draws.add(await store.shared.draw(drawn));
  store.close();
  expect(draws.size).toBe(1);
});

test.each([
  ["erased", (ask: Awaited<ReturnType<typeof engine>>["ask"]) => ask<"erase">({ type: "erase" })],
  [
    "no longer contributing",
    (ask: Awaited<ReturnType<typeof engine>>["ask"]) => ask<"consent">({ type: "consent", consent: GRANTED }),
  ],
])("a device that is %s meanwhile takes no model, and drops the one it had", async (_what, stop) => {
  await tabWithFewChoices();
  const before = await engine();
  standing = { model: await publish(1), canary: null };
  await run();
  const one = await engine();
  expect(one.state).toBe("accepted");
  standing = { model: await publish(2, { weights: weightsOf(-2) }), canary: null };
  device.clock += DAY;
  const sleep = async () => void (await stop(one.ask));
  await run({ sleep });
  expect((await engine()).state).toBe("none");
  expect(before.policy).toBe((await engine()).policy);
});

test("a switch that was merely never on cancels nothing; off by name it does, in every tab; a pause elsewhere switches nothing off", async () => {
  await tabWithFewChoices();
  const contributing = { ...GRANTED, contribute: true };
  const one = tab();
  await one.open();
  await one.ask<"consent">({ type: "consent", consent: contributing });
  await run();
  expect((await look()).outcome).toBe("put");
  const fates = async () => (await one.ask<"status">({ type: "status" })).contribution.reports.map(({ fate }) => fate);
  expect(await fates()).toEqual(["waiting"]);
  // As a page opens that asks its consent tool first.
  const other = tab();
  await other.open({ store: "pending", personalise: false, contribute: false });
  await other.ask<"consent">({ type: "consent", consent: { ...GRANTED, contribute: false }, withdrawn: false });
  expect(await fates()).toEqual(["waiting"]);
  await other.ask<"pause">({ type: "pause", paused: true });
  await expect.poll(fates).toEqual(["cancelled"]);
  await other.ask<"pause">({ type: "pause", paused: false });
  await expect.poll(async () => (await one.ask<"status">({ type: "status" })).contribution.state).toBe("on");
  await other.ask<"consent">({ type: "consent", consent: { ...GRANTED, contribute: false }, withdrawn: true });
  await expect.poll(async () => (await one.ask<"status">({ type: "status" })).contribution.state).toBe("off");
});

test("while contributing is off no model is ranked with, and none is looked at", async () => {
  await tabWithFewChoices();
  standing = { model: await publish(1), canary: null };
  await run();
  const one = tab();
  await one.open(GRANTED, "first", { learn: false });
  const off = await one.ask<"status">({ type: "status" });
  expect(off.contribution.model).toEqual({ state: "off", why: "no consent" });
  expect(off.policy).not.toContain("@");
  await one.ask<"consent">({ type: "consent", consent: { ...GRANTED, contribute: true } });
  expect((await one.ask<"status">({ type: "status" })).policy).toContain("@1");
  await one.ask<"pause">({ type: "pause", paused: true });
  expect((await one.ask<"status">({ type: "status" })).contribution.model).toEqual({ state: "off", why: "paused" });
  await one.ask<"pause">({ type: "pause", paused: false });
  expect((await one.ask<"status">({ type: "status" })).contribution.model).toMatchObject({ state: "accepted" });
});

test("a report starts from the model that the plan names, whatever this device ranks with", async () => {
  const base = await publish(4, { weights: weightsOf(-3) });
  await setPlan(1, base.hash);
  standing = { model: await publish(5, { weights: weightsOf(1) }), canary: null };
  await tabWithHistory();
  const [head] = await reported();
  expect(modelsAsked).toContain(`/v1/models/${base.hash}`);
  // These weights are where its own choices would lead: there is little to change, where from zeros it is three times as much.
  const at = FEATURES.indexOf("sameCategory");
  expect(Math.abs(head![at]!)).toBeLessThan(0.02);
});

async function tabWithFewChoices(): Promise<ReturnType<typeof tab>> {
  const one = tab();
  const { policy } = await one.open();
  await one.ask<"append">({ type: "append", events: historyOf(3, device.clock, policy, contrary) });
  return one;
}

describe("where the plan asks for tokens", () => {
  const askFor = async (attestation: Omit<PlanTokens, "key">) => {
    tokenKey ??= await blindRsa.generateKey({ modulusLength: 2_048, publicExponent: Uint8Array.of(1, 0, 1) });
    const { n = "" } = await crypto.subtle.exportKey("jwk", tokenKey.publicKey);
    const raw = atob(n.replaceAll("-", "+").replaceAll("_", "/"));
    await setPlan(1, "zero", { key: toHex(Uint8Array.from(raw, (letter) => letter.charCodeAt(0))), ...attestation });
  };
  const status = async () => {
    const one = tab();
    await one.open();
    return (await one.ask<"status">({ type: "status" })).contribution;
  };

  test("a report brings one, asked for as it is written and never before it may be put", async () => {
    await askFor({ attestation: "none" });
    expect((await run()).outcome).toBe("cool-down");
    expect(tokenRequests).toEqual([]);
    device.clock += DAY;
    expect((await run()).outcome).toBe("put");
    expect(tokenRequests.map(({ length }) => length)).toEqual([259]);
    // Not before the connection that the token came by is gone.
    device.clock += 9 * 60_000;
    expect((await run()).outcome).toBe("waiting");
    device.clock += DAY / 4;
    expect((await run()).outcome).toBe("sent");
    expect(tokenRequests).toHaveLength(1);
    const { token } = parseReport(reports[0]!);
    const { nonce, authenticator } = parseToken(token);
    expect(await blindRsa.verify(tokenKey!.publicKey, authenticator, token.subarray(0, 98))).toBe(true);
    expect(String(tokenRequests[0])).not.toContain(String(nonce));
    expect((await status()).tokens).toBe(1);
  });

  test.each<[string, (request: Uint8Array) => Promise<Response>, string, RegExp]>([
    ["refuses", async () => new Response("refused", { status: 429 }), "unreachable", /429/],
    [
      "signs something else",
      async () => new Response(new Uint8Array(256)),
      "declined",
      /signature of the token is none/,
    ],
    ["says too much", async () => new Response(new Uint8Array(257)), "unreachable", /more than 256 bytes/],
  ])("an issuer that %s gets no report, and is asked again later", async (_what, answers, outcome, why) => {
    await askFor({ attestation: "none" });
    await run();
    device.clock += DAY;
    issue = answers;
    const failed = await run();
    expect([failed.outcome, failed.why]).toEqual([outcome, expect.stringMatching(why)]);
    expect(await status()).toMatchObject({ tokens: 1, spentMicroRho: 0, reports: [] });
    device.clock += DAY / 2;
    issue = signs;
    expect((await run()).outcome).toBe("put");
    expect(await status()).toMatchObject({ tokens: 2, spentMicroRho: plan.microRho });
  });

  test("it shows work", async () => {
    await askFor({ attestation: "pow", difficulty: 12 });
    await run();
    device.clock += DAY;
    expect((await run()).outcome).toBe("put");
    const [request] = tokenRequests;
    const seed = fromHex(await digest!(workBytes(fromHex(hash), request!.subarray(0, 259))));
    const worked = await digest!(tryBytes(seed, request!.subarray(259)));
    expect(worked.slice(0, 3)).toBe("000");
  });

  test("it shows what the shop's server says of the session, and takes no part where the page has nothing", async () => {
    await askFor({ attestation: "shop-session" });
    await run();
    device.clock += DAY;
    const without = await run();
    expect([without.outcome, without.why]).toEqual(["declined", expect.stringContaining("the page gives none")]);
    expect(tokenRequests).toEqual([]);
    device.clock += DAY / 2;
    expect((await run({}, "ey.ey.statement")).outcome).toBe("put");
    expect(text.decode(tokenRequests[0]!.subarray(259))).toBe("ey.ey.statement");
  });
});
