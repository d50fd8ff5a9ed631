import { expect, test } from "vitest";
import { modelOf } from "../../../compiler/model.ts";
import { FOLDS } from "../../../compiler/train/fold-lists.ts";
import { runJob } from "../../../compiler/train/jobs.ts";
import type { Lesson } from "../../../compiler/train/lesson.ts";
import { NEWCOMERS, newcomersOf, without } from "../../../compiler/train/newcomers.ts";
import { bareProduct } from "../../../lab/data/bare-product.ts";
import { seededRandom } from "../../../lab/random.ts";
import { FEATURES } from "../../../src/core/rank/features.ts";

const PRODUCTS = 20;
const OPTIONS = { neighbours: 8, minShoppers: 1, stepMs: 60_000, onProgress() {} };

/** Shoppers of eight steps around a shop whose products are alike by fours, or have no names. */
function lessonOf(named: boolean, seed = 1): Lesson {
  const random = seededRandom(5);
  const products = Array.from({ length: PRODUCTS }, (_, at) => ({
    ...bareProduct(`p${at}`),
    ...(named && { title: `${["kettle", "tent", "boot", "lamp", "rope"][at >> 2]} number ${at}` }),
  }));
  const history = Array.from({ length: 200 }, (_, shopper) => {
    const from = random.below(PRODUCTS);
    return Array.from({ length: 8 }, (_, step) => ({
      shopper: `s${shopper}`,
      item: `p${(from + step) % PRODUCTS}`,
      at: undefined,
      kind: "view" as const,
    }));
  }).flat();
  return { model: modelOf(products, history, OPTIONS), ...OPTIONS, seed };
}

const newcomers = (lesson: Lesson): number[][] =>
  Array.from({ length: FOLDS }, (_, fold) => [...newcomersOf(lesson, fold)].sort((a, b) => a - b));

test("each fold takes a tenth of the products for new, others than the other folds, drawn by the seed", () => {
  const all = newcomers(lessonOf(true));
  expect(all.map(({ length }) => length)).toEqual(Array(FOLDS).fill(PRODUCTS / NEWCOMERS.oneIn));
  expect(new Set(all.flat()).size).toBe((FOLDS * PRODUCTS) / NEWCOMERS.oneIn);
  expect(newcomers(lessonOf(true))).toEqual(all);
  expect(newcomers(lessonOf(true, 2))).not.toEqual(all);
});

test("what was done with them is gone, the rest is as it was", () => {
  const sequence = {
    items: Uint32Array.of(4, 7, 4, 9),
    times: Float64Array.of(1, 2, 3, 4),
    kinds: ["view", "cart", "purchase", "view"] as const,
  };
  const rest = { items: Uint32Array.of(7, 9), times: Float64Array.of(2, 4), kinds: ["cart", "view"] };
  expect(without(sequence, new Set([4]))).toEqual(rest);
  const weights = Float64Array.of(1, 0.5, 1, 0.25);
  expect(without({ ...sequence, weights }, new Set([4]))).toEqual({ ...rest, weights: Float64Array.of(0.5, 0.25) });
});

test.each([
  ["with names a head meets new products among those chosen, and they count for more", true],
  ["of products without names none is taken for new", false],
])("%s", (_what, named) => {
  const { values, weights, candidates, held } = runJob(
    { kind: "fold", lesson: lessonOf(named), fold: 0 },
    undefined,
    () => {},
  );
  const popularity = FEATURES.indexOf("popularity");
  const isNew = Array.from(held, (_, list) => values[list * candidates * FEATURES.length + popularity] === 0);
  expect(new Set(isNew)).toEqual(new Set(named ? [false, true] : [false]));
  expect([...weights]).toEqual(isNew.map((is) => (is ? NEWCOMERS.weight : 1)));
});
