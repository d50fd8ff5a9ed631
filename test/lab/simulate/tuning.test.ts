import { beforeAll, expect, test } from "vitest";
import { type TuningCase, tuningCases } from "../../../lab/simulate/tuning/cases.ts";
import { tuningFigures } from "../../../lab/simulate/tuning/experiment.ts";
import { tuningSection } from "../../../lab/simulate/tuning/report.ts";
import { type Opened, openShop } from "../../../lab/simulate/tuning/shop.ts";
import { PRODUCTS } from "./shop.ts";

const OPTIONS = { clicks: { eta: 1 }, seed: 9, milestones: [10], onProgress: () => {} };
/** A machine may be slow. */
const SLOW = 240_000;
let opened: Opened;
let cases: readonly TuningCase[];

beforeAll(async () => {
  opened = openShop(PRODUCTS, { ...OPTIONS, shipped: "zero", shoppers: 40 });
  cases = await tuningCases(opened, { ...OPTIONS, devices: 12 });
}, SLOW);

test("training on the device harms hardly anybody, and some train", () => {
  const figures = tuningFigures(opened, cases, { ...OPTIONS, shipped: "zero" });
  const [{ devices, preference, arms }] = figures.milestones as [(typeof figures.milestones)[number]];
  expect(devices).toBeGreaterThan(8);
  for (const { gain, accepted, reverted, worse } of Object.values(arms)) {
    // A guard against a training that breaks: so few shoppers cannot tell more.
    expect(gain.gain).toBeGreaterThan(-0.005 * preference);
    expect(worse).toBeLessThan(0.2);
    expect(accepted).toBeGreaterThan(0);
    expect(accepted + reverted).toBeLessThanOrEqual(1);
  }
  expect(tuningSection(figures)).toContain("inverse propensity");
});

test("a seed gives the same figures, and no device those of another", { timeout: SLOW }, async () => {
  expect(await tuningCases(opened, { ...OPTIONS, devices: 2 })).toEqual(cases.filter(({ shopper }) => shopper < 2));
});
