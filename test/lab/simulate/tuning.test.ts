import { expect, test } from "vitest";
import { type TuningFigures, tuningExperiment } from "../../../lab/simulate/tuning/experiment.ts";
import { tuningSection } from "../../../lab/simulate/tuning/report.ts";
import { PRODUCTS } from "./shop.ts";

const trainedBy = (shoppers: number): Promise<TuningFigures> =>
  tuningExperiment(PRODUCTS, {
    shipped: "zero",
    shoppers,
    clicks: { eta: 1 },
    seed: 9,
    milestones: [12],
    onProgress: () => {},
  });

test("training on the device harms hardly anybody, and some are better off", async () => {
  const figures = await trainedBy(24);
  const [{ devices, preference, arms }] = figures.milestones as [TuningFigures["milestones"][number]];
  expect(devices).toBeGreaterThan(15);
  for (const { gain, accepted, reverted, worse } of Object.values(arms)) {
    // A guard against a training that breaks: so few shoppers cannot tell more.
    expect(gain.gain).toBeGreaterThan(-0.002 * preference);
    expect(worse).toBeLessThan(0.15);
    expect(accepted).toBeGreaterThan(0.1);
    expect(accepted + reverted).toBeLessThanOrEqual(1);
  }
  expect(tuningSection(figures)).toContain("inverse propensity");
});

test("a seed gives the same figures", async () => {
  expect(await trainedBy(4)).toEqual(await trainedBy(4));
});
