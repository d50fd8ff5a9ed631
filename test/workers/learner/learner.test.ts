import { beforeEach, describe, expect, test } from "vitest";
import { FEATURES } from "../../../src/core/rank/features.ts";
import { VERSION } from "../../../src/core/version.ts";
import { BACKENDS, type BackendName } from "../../../workers/model/backend.ts";
import { deviceOf } from "../../../workers/model/device.ts";
import { device, GRANTED, MINUTE, tab } from "../engine/tab.ts";
import { askOnce } from "../model/ask.ts";
import { putRaw, readRaw } from "../store/fixtures.ts";
import { contrary, historyOf, ITEMS } from "./history.ts";
import type { Answer, Asked } from "./learner.worker.ts";
import { keepShared } from "./shared.ts";

const SLOW = { timeout: 240_000 };
const hasGpu = Boolean(await navigator.gpu?.requestAdapter());

const learner = (): Worker => new Worker(new URL("./learner.worker.ts", import.meta.url), { type: "module" });
const train = (worker = learner(), more: Partial<Asked> = {}): Promise<Answer> =>
  askOnce(worker, { storeName: device.storeName, now: device.clock, ...more } satisfies Asked);
const until = (condition: () => unknown) => expect.poll(condition, { timeout: 60_000 }).toBeTruthy();

/** As if it had won the calibration. */
async function prefer(backend: BackendName): Promise<void> {
  const calibration = {
    version: VERSION,
    device: await deviceOf(navigator.gpu, navigator.hardwareConcurrency),
    order: [backend],
  };
  await putRaw(device.storeName, "models", calibration, "calibration");
}

/** A tab whose shopper has chosen against the rules, sixty times. */
async function tabWithHistory(lists = 60): Promise<ReturnType<typeof tab>> {
  const one = tab();
  const { policy } = await one.open();
  const events = historyOf(lists, device.clock, policy, contrary);
  for (let from = 0; from < events.length; from += 400)
    await one.ask<"append">({ type: "append", events: events.slice(from, from + 400) });
  return one;
}
/** The whole catalogue, as a grid would be ordered: best first. */
const orderOf = async (one: ReturnType<typeof tab>): Promise<string[]> =>
  (await one.ask<"rank">({ type: "rank", request: { ids: ITEMS } })).items.map(({ id }) => id);
/** The same by a tab that uses nothing of what was learned here. */
async function untunedOrder(): Promise<string[]> {
  const one = tab();
  await one.open(GRANTED, "first", { learn: false });
  return orderOf(one);
}
async function addChoices(one: ReturnType<typeof tab>, lists: number): Promise<void> {
  const events = historyOf(lists, device.clock, await policyOf(one), contrary, 100 + lists);
  await one.ask<"append">({ type: "append", events });
}
const policyOf = async (one: ReturnType<typeof tab>): Promise<string> =>
  (await one.ask<"status">({ type: "status" })).policy;
const statusOf = async (one: ReturnType<typeof tab>) => (await one.ask<"status">({ type: "status" })).learning;

describe.each(BACKENDS)("training on %s", (backend) => {
  beforeEach(({ skip }) =>
    skip(backend === "webgpu" && !hasGpu, "this browser answers no WebGPU adapter, not even one in software"),
  );

  // Few lists: a step in software takes seconds where others want the processor too.
  test("comes to an end, leaves no tensor, and rests as long as it works", SLOW, async () => {
    const one = await tabWithHistory(14);
    await prefer(backend);
    const hasty = backend === "webgpu";
    const { learnt, files, tensors, sleptMs, ms } = await train(learner(), { hasty });
    expect(learnt).toMatch(/^(accepted|reverted)$/);
    expect(files).toEqual([backend]);
    expect(tensors[1]).toBe(tensors[0]);
    if (!hasty) expect(sleptMs / ms).toBeGreaterThan(0.4);
    await until(async () => (await statusOf(one)).state === learnt);
    expect(await statusOf(one)).toMatchObject({ due: false, lists: 9, heldOut: 5, backend });
  });
});

test(
  "beside a model that the shop ships nothing is learned, or left to chance, unless the shop asks for it",
  SLOW,
  async () => {
    const one = tab({ random: () => 0 });
    const does = async (): Promise<string> => {
      for (const item of ["shoe-0", "shoe-2"]) await one.does("view", item);
      return (await one.ask<"rank">({ type: "rank", request: { n: 4 } })).policy;
    };
    await one.open(GRANTED, "taught");
    expect(await statusOf(one)).toMatchObject({
      state: "off",
      why: expect.stringContaining("ships a model"),
      due: false,
    });
    expect(await does()).toMatch(/\+[0-9a-f]{8}$/);
    await one.open(GRANTED, "taught", { learn: true });
    expect((await statusOf(one)).state).toBe("waiting");
    expect(await does()).toContain("~");
  },
);

describe("a head that was accepted", () => {
  /** Trained once: the store of every test gets the same events, and with them the same record. */
  let accepted: unknown;

  beforeEach(async () => {
    const first = await tabWithHistory();
    if (accepted !== undefined) return putRaw(device.storeName, "models", accepted, "head");
    await prefer("wasm");
    expect((await train(learner(), { hasty: true })).learnt).toBe("accepted");
    await until(async () => (await statusOf(first)).state === "accepted");
    accepted = await readRaw(device.storeName, "models", "head");
  }, 240_000);

  test("ranks in every tab, open or new, and is named by its policy", SLOW, async () => {
    const [one, other] = [tab(), tab()];
    expect((await one.open()).policy).toMatch(/\+zero\.1$/);
    const tuned = await orderOf(one);
    expect(tuned).not.toEqual(await untunedOrder());
    await other.open();
    expect(await orderOf(other)).toEqual(tuned);
    expect(await statusOf(other)).toMatchObject({ state: "accepted", lists: 42, heldOut: 18, backend: "wasm" });
    expect((await other.ask<"export">({ type: "export" })).learning).toMatchObject({ state: "accepted", lists: 42 });
  });

  test.each([
    ["erasing", (one) => one.ask<"erase">({ type: "erase" })],
    ["consent withdrawn", (one) => one.ask<"consent">({ type: "consent", consent: { ...GRANTED, store: false } })],
  ] satisfies [string, (one: ReturnType<typeof tab>) => Promise<unknown>][])(
    "is forgotten by %s, in every tab and in the store",
    SLOW,
    async (_how, forget) => {
      const [one, other] = [tab(), tab()];
      await one.open();
      await other.open();
      await forget(one);
      await until(async () => !(await policyOf(other)).includes("zero"));
      expect(await policyOf(one)).not.toContain("zero");
      expect(await statusOf(other)).toMatchObject({ state: "waiting", due: false });
      expect(await readRaw(device.storeName, "models", "head")).toBeUndefined();
    },
  );

  test("is not used where the shop has switched learning off, and not made", SLOW, async () => {
    const one = tab();
    await one.open(GRANTED, "first", { learn: false });
    expect(await orderOf(one)).toEqual(await untunedOrder());
    await addChoices(one, 20);
    expect(await statusOf(one)).toEqual({ state: "off", why: "the shop has switched it off", due: false });
  });

  test("gives way to the shipped one where the next is not better, and status says so", SLOW, async () => {
    const one = tab();
    await one.open();
    await prefer("wasm");
    expect((await train(learner(), { limitMs: 0 })).learnt).toBe("reverted");
    await until(async () => (await statusOf(one)).state === "reverted");
    expect(await statusOf(one)).toMatchObject({ why: "not done in 0 s on this device" });
    expect(await orderOf(one)).toEqual(await untunedOrder());
  });

  test("outlives a training that is killed in its middle, and the lock does not", SLOW, async () => {
    const one = tab();
    await one.open();
    const before = await readRaw(device.storeName, "models", "head");
    await prefer("wasm");
    const worker = learner();
    const loading = new Promise((resolve) => worker.addEventListener("message", resolve, { once: true }));
    void train(worker).catch(() => {});
    await loading;
    expect(await statusOf(one)).toMatchObject({ state: "training", due: false });
    worker.terminate();
    await until(async () => (await statusOf(one)).state === "accepted");
    expect(await readRaw(device.storeName, "models", "head")).toEqual(before);
  });

  test("is not brought back by a training that began before all was forgotten", SLOW, async () => {
    const one = tab();
    await one.open();
    await prefer("wasm");
    const worker = learner();
    const loading = new Promise((resolve) => worker.addEventListener("message", resolve, { once: true }));
    const trained = train(worker).then(
      ({ learnt }) => learnt,
      (error: Error) => error.message,
    );
    await loading;
    await one.ask<"erase">({ type: "erase" });
    expect(await trained).toMatch(/forgotten/);
    expect(await readRaw(device.storeName, "models", "head")).toBeUndefined();
  });

  test.each([
    ["is no record", () => "head"],
    ["has a number that is none", (kept) => ({ ...kept, gain: "much" })],
    ["has a head cut short", (kept) => ({ ...kept, head: (kept.head as Uint8Array).slice(0, -5) })],
    ["is of another model of the shop's", (kept) => ({ ...kept, from: "0".repeat(64) })],
  ] satisfies [string, (kept: Record<string, unknown>) => unknown][])(
    "whose record %s is as if there were none",
    SLOW,
    async (_what, damage) => {
      await putRaw(
        device.storeName,
        "models",
        damage((await readRaw(device.storeName, "models", "head")) as Record<string, unknown>),
        "head",
      );
      const one = tab();
      const { policy } = await one.open();
      expect(policy).not.toContain("zero");
      expect(await orderOf(one)).toEqual(await untunedOrder());
    },
  );

  test("waits where a published model has come since, and is trained anew on top of it, once", SLOW, async () => {
    const hash = await keepShared();
    const one = tab();
    expect((await one.open({ ...GRANTED, contribute: true })).policy).toMatch(/\+zero@1$/);
    expect(await statusOf(one)).toMatchObject({ state: "waiting", due: false });
    device.clock += 61 * MINUTE;
    expect(await statusOf(one)).toMatchObject({ due: true });
    await prefer("wasm");
    const { learnt } = await train(learner(), { hasty: true });
    await until(async () => (await statusOf(one)).state === learnt);
    expect(await readRaw(device.storeName, "models", "head")).toMatchObject({ from: `zero@${hash}`, count: 2 });
    expect(await policyOf(one)).toMatch(learnt === "accepted" ? /\+zero@1\.2$/ : /\+zero@1$/);
    device.clock += 61 * MINUTE;
    expect(await statusOf(one)).toMatchObject({ state: learnt, due: false });
    // With the switch off nothing is ranked with of what all learned, nor of what was learned on top of it.
    await one.ask<"consent">({ type: "consent", consent: GRANTED });
    expect(await policyOf(one)).not.toContain("zero");
    expect(await statusOf(one)).toMatchObject({ state: "waiting", due: true });
  });

  test("is trained anew after ten more choices and an hour, not before", SLOW, async () => {
    const one = tab();
    await one.open();
    await addChoices(one, 9);
    device.clock += 61 * MINUTE;
    expect(await statusOf(one)).toMatchObject({ state: "accepted", due: false });
    one.notices.length = 0;
    await addChoices(one, 1);
    expect(await statusOf(one)).toMatchObject({ state: "accepted", due: true });
    expect(one.notices).toContain("status");
    device.clock -= 30 * MINUTE;
    expect(await statusOf(one)).toMatchObject({ due: false });
  });
});

describe("no training", () => {
  test.each([
    ["without consent to store", { ...GRANTED, store: "pending" as const }, "no consent"],
    ["without consent to personalise", { ...GRANTED, personalise: false }, "no consent"],
  ])("%s", async (_how, consent, why) => {
    const one = await tabWithHistory(12);
    await one.ask<"consent">({ type: "consent", consent });
    expect(await statusOf(one)).toEqual({ state: "off", why, due: false });
  });

  test("while paused", async () => {
    const one = await tabWithHistory(12);
    await one.ask<"pause">({ type: "pause", paused: true });
    expect(await statusOf(one)).toEqual({ state: "off", why: "paused", due: false });
  });

  test("of too few choices: tfjs is not even loaded", SLOW, async () => {
    const one = await tabWithHistory(5);
    const { learnt, files } = await train();
    expect([learnt, files]).toEqual(["too-few", []]);
    await until(async () => /^5 choices/.test((await statusOf(one)).why));
    expect(await statusOf(one)).toMatchObject({ state: "waiting", due: false });
  });

  test("on top of a published model of another release, which is not ranked with", SLOW, async () => {
    const one = await tabWithHistory(5);
    await keepShared(FEATURES.length + 99);
    await train();
    await until(async () => /^5 choices/.test((await statusOf(one)).why));
    expect(await readRaw(device.storeName, "models", "head")).toMatchObject({ from: "zero" });
  });

  test("of two at once", SLOW, async () => {
    await tabWithHistory(14);
    await prefer("cpu");
    const both = await Promise.all([train(), train()]);
    const outcomes = both.map(({ learnt }) => learnt).sort();
    expect(outcomes[1]).toMatch(/^(busy elsewhere|reverted)$/);
    expect(outcomes.filter((learnt) => learnt === "busy elsewhere")).toHaveLength(1);
  });

  test("after five that came to nothing, for an hour", SLOW, async () => {
    await tabWithHistory(14);
    await putRaw(device.storeName, "models", { count: 5, atMs: device.clock - 10 * MINUTE }, "tries");
    expect((await train()).learnt).toBe("failed too often");
    device.clock += 51 * MINUTE;
    await prefer("wasm");
    expect((await train()).learnt).toMatch(/^(accepted|reverted)$/);
  });

  test("without a catalogue in the store", async () => {
    const one = tab();
    await one.open(GRANTED, "nowhere");
    expect((await train()).learnt).toBe("no catalogue");
  });
});

test("the fastest backend is measured in the first training, and kept", SLOW, async () => {
  await tabWithHistory(14);
  const first = await train(learner(), { noGpu: true, hasty: true });
  // Nothing is loaded for a GPU that is not there.
  expect([...new Set(first.files)].sort()).toEqual(["cpu", "wasm"]);
  const kept = (await readRaw(device.storeName, "models", "calibration")) as { order: readonly BackendName[] };
  expect([...kept.order].sort()).toEqual(["cpu", "wasm"]);
  expect((await train(learner(), { noGpu: true, hasty: true })).files).toEqual([kept.order[0]]);
});
