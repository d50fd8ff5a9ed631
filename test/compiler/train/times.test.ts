import { expect, test } from "vitest";
import { modelOf } from "../../../compiler/model.ts";
import { runJob } from "../../../compiler/train/jobs.ts";
import { bareProduct } from "../../../lab/data/bare-product.ts";
import { seededRandom } from "../../../lab/random.ts";
import { FEATURES, type FeatureName } from "../../../src/core/rank/features.ts";

const HOUR_MS = 3_600_000;
const PRODUCTS = 12;
const OPTIONS = { neighbours: 8, minShoppers: 1, onProgress() {} };

/** Shoppers of eight steps around the shop, half of it of another category; some hours apart, or nobody knows when. */
function lessonOf(timed: boolean) {
  const random = seededRandom(5);
  const products = Array.from({ length: PRODUCTS }, (_, at) => ({
    ...bareProduct(`p${at}`),
    category: [at % 2 === 0 ? "Even" : "Odd"],
  }));
  const history = Array.from({ length: 60 }, (_, shopper) => {
    let hours = 0;
    const from = random.below(PRODUCTS);
    return Array.from({ length: 8 }, (_, step) => {
      hours += 1 + random.below(30);
      const at = timed ? 1_700_000_000_000 + hours * HOUR_MS : undefined;
      return { shopper: `s${shopper}`, item: `p${(from + step) % PRODUCTS}`, at, kind: "view" as const };
    });
  }).flat();
  return { model: modelOf(products, history, OPTIONS), ...OPTIONS, stepMs: 24 * HOUR_MS, seed: 1 };
}

const valuesOf = (timed: boolean, name: FeatureName): Set<number> => {
  const { values } = runJob({ kind: "fold", lesson: lessonOf(timed), fold: 0 }, undefined, () => {});
  const at = FEATURES.indexOf(name);
  return new Set(values.filter((_, cell) => cell % FEATURES.length === at));
};
const areMarksZero = (timed: boolean): boolean =>
  runJob({ kind: "encoder", lesson: lessonOf(timed) }, undefined, () => {}).arrays[1]!.every((value) => value === 0);

test.each(["hour", "weekday"] as const)(
  "without times nothing is learned of the %s, with times something is",
  (name) => {
    expect(valuesOf(false, name)).toEqual(new Set([0]));
    expect(valuesOf(true, name).size).toBeGreaterThan(10);
  },
);

test("nor of gaps", () => {
  expect([areMarksZero(false), areMarksZero(true)]).toEqual([true, false]);
});
