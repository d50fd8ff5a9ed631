import { expect, test } from "vitest";
import { type TogetherFigures, togetherExperiment } from "../../../lab/simulate/together/experiment.ts";
import { togetherSection } from "../../../lab/simulate/together/report.ts";
import { PRODUCTS } from "./shop.ts";

const OPTIONS = { shipped: "zero", shoppers: 80, seed: 9, onProgress: () => {} } as const;
/** A machine may be slow. */
const SLOW = 240_000;

test("devices that teach by their shelves teach something that other shoppers like", { timeout: SLOW }, async () => {
  const figures: TogetherFigures = await togetherExperiment(PRODUCTS, { ...OPTIONS, clicks: { eta: 1 } });
  expect(figures.devices).toBeGreaterThan(60);
  expect(figures.choices).toBeGreaterThan(3 * figures.devices);
  for (const { gain } of Object.values(figures.measures)) {
    expect(gain.debiased.low).toBeGreaterThan(0);
    expect(gain.naive.low).toBeGreaterThan(0);
  }
  expect(togetherSection(figures)).toContain("inverse propensity");
});
