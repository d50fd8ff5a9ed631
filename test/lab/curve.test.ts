import { expect, test } from "vitest";
import { CUTS, learningCurve } from "../../lab/curve.ts";
import type { Question } from "../../lab/questions.ts";
import { itemIndex } from "../../src/core/brands.ts";

const PRODUCTS = 40;
const LENGTH = CUTS.at(-1)! + 3;

/** Shoppers with the products from their number on; what comes next is what follows the third last of these. */
const questions = Array.from({ length: 12 }, (_, shopper): Question => {
  const history = Array.from({ length: LENGTH }, (_, at) => itemIndex(shopper + at));
  const target = itemIndex(shopper + LENGTH);
  return { asked: { shopper, history: [], target: "" }, history, target };
});

/** Knows what is next by the third last event, and thinks of products already met before. */
function needsThree(history: readonly number[]): Float32Array {
  const scores = new Float32Array(PRODUCTS);
  for (let item = 0; item < PRODUCTS; item++) scores[item] = item === history.at(-1)! + 1 ? 0.5 : 1 / (2 + item);
  const third = history.at(-3);
  if (third !== undefined) scores[third + 3] = 10;
  return scores;
}

test("the fewest events that are enough, and the gap to all of them", () => {
  const { cases, meanEvents, curves } = learningCurve(
    { one: needsThree, two: () => new Float32Array(PRODUCTS) },
    questions,
    { maskHistory: false },
    1,
    () => {},
  );
  expect({ cases, meanEvents }).toEqual({ cases: 12, meanEvents: LENGTH });
  const { points, enough } = curves.one!;
  expect(points.map(({ events }) => events)).toEqual([...CUTS, "all"]);
  expect(enough).toBe(3);
  expect(points.map(({ ndcg10 }) => ndcg10 === 1)).toEqual([false, false, true, true, true, true, true]);
  for (const { ndcg10, gap } of points) expect(gap.gain).toBeCloseTo(ndcg10 - 1, 12);
  // All products alike: one event says as much as all.
  expect(curves.two!.enough).toBe(1);
});

test("what was met before the cut stays left out", () => {
  // Of the products, only those of the history score higher than what is next.
  const scorer = (): Float32Array => Float32Array.from({ length: PRODUCTS }, (_, item) => PRODUCTS - item);
  const [first] = questions;
  const rules = (maskHistory: boolean) =>
    learningCurve({ x: scorer }, [first!], { maskHistory }, 1, () => {}).curves.x!.points.map(({ ndcg10 }) => ndcg10);
  expect(rules(true)).toEqual(rules(true).map(() => 1));
  expect(rules(false)).toEqual(rules(false).map(() => 0));
});

test("without long histories there is no curve", () => {
  const short = questions.map((question) => ({ ...question, history: question.history.slice(3) }));
  expect(learningCurve({ needsThree }, short, { maskHistory: true }, 1, () => {})).toEqual({
    cases: 0,
    meanEvents: 0,
    curves: {},
  });
});
