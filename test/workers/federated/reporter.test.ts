import { AEAD_AES_128_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from "hpke";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makePlan } from "../../../server/leader/task.ts";
import type { Federation } from "../../../src/core/bridge/federation.ts";
import { secureRandom } from "../../../src/core/privacy/random.ts";
import { addTo, expandSeed } from "../../../src/core/privacy/share/share.ts";
import { reportLength } from "../../../src/core/privacy/vector/block.ts";
import { decode } from "../../../src/core/privacy/vector/decode.ts";
import { fromHex, toHex } from "../../../src/core/protocol/hex.ts";
import { type Party, type Plan, planBytes } from "../../../src/core/protocol/plan.ts";
import { type Box, HELPER_INFO, LEADER_INFO, parseReport, reportAad } from "../../../src/core/protocol/report.ts";
import { parseShare } from "../../../src/core/protocol/share.ts";
import { planSigned } from "../../../src/core/protocol/signed.ts";
import { FEATURES } from "../../../src/core/rank/features.ts";
import { plainProduct } from "../../../src/core/rank/product.ts";
import { cellOf } from "../../../src/core/rank/tuning/counts.ts";
import { type Reported, type ReporterPlatform, report } from "../../../workers/reporter.ts";
import { digest, text } from "../../../workers/serve/here.ts";
import { openReportingStore } from "../../../workers/store/reporting.ts";
import { tokenParts } from "../../../workers/tokens.ts";
import { device, tab } from "../engine/tab.ts";
import { contrary, historyOf } from "../learner/history.ts";

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
    const signatures = { leader: await leader.sign(signed), helper: await helper.sign(signed) };
    const none = { model: null, canary: null };
    return Response.json({ protocol: 1, task: "head", state: "collecting", plan: hash, signatures, ...none });
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
  vi.unstubAllGlobals();
});

/** The plan of the task's n-th round, from now on. */
async function setPlan(version: number): Promise<void> {
  plan = makePlan(
    {
      task: "head",
      blocks: [
        { name: "head", kind: "delta", size: FEATURES.length, subset: "linear", scale: 65_536, clipNorm: 0.3 },
        { name: "items", kind: "histogram", size: CELLS, scale: 1_024, clipNorm: 10 },
      ],
      noiseMultiplier: 2.382,
      leastReports: 100,
      largestBatch: 120,
      participationCap: 1,
      devices: 1_000,
      delta: 1e-5,
      maxEpsilon: 20,
      roundMs: 600_000_000,
      trustMode: "B",
    },
    { version, round: 6 + version, model: "zero", fromMs: device.clock },
    leader.party,
    helper.party,
  );
  bytes = planBytes(plan, text);
  hash = await digest!(bytes);
}

const DAY = 86_400_000;

async function run(change: Partial<ReporterPlatform> = {}): Promise<Reported> {
  const federation: Federation = {
    leader: leader.party.origin,
    helper: helper.party.origin,
    leaderKey: leader.party.signKey,
    helperKey: helper.party.signKey,
    task: "head",
    trustMode: "B",
    session: null,
    demonstration: false,
  };
  return report(federation, {
    now: () => device.clock,
    random: secureRandom((some) => crypto.getRandomValues(some)),
    loadTokenParts: async () => tokenParts,
    text,
    digest: digest!,
    product: () => plainProduct,
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
  addTo(sum, expandSeed(await helper.open(sealed.helper!, HELPER_INFO, aad), sum.length));
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
  await tabWithHistory();
  const [head, items] = await reported();
  // Five steps on thirty choices against the rules go beyond the clip.
  expect(norm(head!)).toBeGreaterThan(0.29);
  expect(norm(head!)).toBeLessThan(0.301);
  for (let shoe = 0; shoe < 6; shoe++) expect(items![cellOf(`shoe-${shoe}`, CELLS)]).toBeCloseTo(1, 2);
  expect(items!.reduce((sum, one) => sum + one, 0)).toBeCloseTo(6, 1);
}, 60_000);

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
