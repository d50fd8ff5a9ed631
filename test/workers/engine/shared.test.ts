import { expect, test } from "vitest";
import { encodeLearned } from "../../../src/core/catalogue/learned.ts";
import { FEATURES } from "../../../src/core/rank/features.ts";
import { zeroHead } from "../../../src/core/rank/tuning/zero-head.ts";
import { learnedParts } from "../../../workers/learned.ts";
import { contrary, historyOf } from "../learner/history.ts";
import { keepShared } from "../learner/shared.ts";
import { putRaw, readRaw } from "../store/fixtures.ts";
import { device, GRANTED, MINUTE, tab } from "./tab.ts";

const CONTRIBUTING = { ...GRANTED, contribute: true };

/** A head that was trained two hours ago, the third, and knew all events that there are. */
async function keepTuned(from: string): Promise<void> {
  const head = encodeLearned({ head: zeroHead(), encoder: undefined });
  const judged = { outcome: "accepted", why: "better", lists: 20, heldOut: 9, gain: 0.1, low: 0.05, backend: "cpu" };
  const record = { ...judged, from, head, count: 3, seq: 1e6, atMs: device.clock - 120 * MINUTE };
  await putRaw(device.storeName, "models", record, "head");
}

test("what was learned on top of a published model is ranked with where that is, and not where contributing is off", async () => {
  const first = tab();
  const { policy } = await first.open();
  await first.ask<"append">({ type: "append", events: historyOf(12, device.clock, policy, contrary) });
  const hash = await keepShared();
  await keepTuned(`zero@${hash}`);
  const together = await tab().open(CONTRIBUTING);
  expect(together.policy).toMatch(/\+zero@1\.3$/);
  expect(together.learning).toMatchObject({ state: "accepted", due: false });
  const alone = await tab().open(GRANTED);
  expect(alone.policy).not.toContain("zero");
  expect(alone.learning).toMatchObject({ state: "waiting", due: false });
  // Where nobody has looked at it for long contributing is off for good: training begins without it, and is ranked with.
  device.clock += 8 * 24 * 60 * MINUTE;
  expect((await tab().open(CONTRIBUTING)).contribution.model).toMatchObject({ state: "accepted" });
  const later = tab();
  expect((await later.open(GRANTED)).learning).toMatchObject({ state: "waiting", due: true });
  expect(await readRaw(device.storeName, "models", "shared")).toBeUndefined();
  await keepTuned("zero");
  expect((await tab().open(GRANTED)).policy).toMatch(/\+zero\.3$/);
});

test.each([
  ["long ago", 8],
  ["ahead of a clock that was set back", -8],
])("a model last looked at %s is dropped where contributing is off, also once consent comes late", async (_, days) => {
  await tab().open();
  await keepShared();
  device.clock += days * 24 * 60 * MINUTE;
  const late = tab();
  await late.open({ ...GRANTED, store: "pending" });
  expect(await readRaw(device.storeName, "models", "shared")).toBeDefined();
  await late.ask<"consent">({ type: "consent", consent: GRANTED });
  expect(await readRaw(device.storeName, "models", "shared")).toBeUndefined();
});

test("the code of a published model is asked for where that is ranked with, and nowhere else", async () => {
  await tab().open();
  await keepShared();
  const asked: string[] = [];
  const named = (name: string, more: Parameters<typeof tab>[0] = {}) =>
    tab({
      ...more,
      loadParts: async () => {
        asked.push(name);
        return learnedParts;
      },
    });
  await named("contributing off").open(GRANTED);
  await named("the page's own thread", { ownThread: false }).open(CONTRIBUTING);
  const paused = named("paused");
  await paused.ask<"pause">({ type: "pause", paused: true });
  await paused.open(CONTRIBUTING);
  expect(asked).toEqual([]);
  paused.notices.length = 0;
  await paused.ask<"pause">({ type: "pause", paused: false });
  expect(paused.notices).toEqual(["change", "change"]);
  expect((await paused.ask<"status">({ type: "status" })).policy).toMatch(/\+zero@1$/);
  expect(asked).toEqual(["paused"]);
});

test("beside a published model of another release, what was learned without one is ranked with", async () => {
  await tab().open();
  const hash = await keepShared(FEATURES.length + 99);
  await keepTuned("zero");
  expect((await tab().open(CONTRIBUTING)).policy).toMatch(/\+zero\.3$/);
  await keepTuned(`zero@${hash}`);
  expect((await tab().open(CONTRIBUTING)).policy).not.toContain("zero");
});

test("while the code that ranks with an accepted model is on its way status says so, and not that it is kept back", async () => {
  await tab().open();
  await keepShared();
  let comes = (): void => {};
  const here = new Promise<void>((resolve) => {
    comes = resolve;
  });
  const slow = tab({ loadParts: () => here.then(() => learnedParts) });
  const opening = slow.open(CONTRIBUTING);
  const model = async () => (await slow.ask<"status">({ type: "status" })).contribution.model;
  await expect.poll(model).toMatchObject({ state: "loading", version: 1, why: "learned.js is on its way" });
  comes();
  await opening;
  expect(await model()).toMatchObject({ state: "accepted" });
});
