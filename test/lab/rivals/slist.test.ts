import { expect, test } from "vitest";
import { seededRandom } from "../../../lab/random.ts";
import { slist, trainSlist } from "../../../lab/rivals/slist.ts";
import { itemIndex } from "../../../src/core/brands.ts";
import { crossProduct, inverseOf } from "./dense.ts";

const PRODUCTS = 20;
const OPTIONS = { alpha: 0.3, ridge: 2, trainReach: 1.5, reach: 2.5 };
const quiet = { seed: 1, onProgress: () => {} };
const history = (...items: number[]) => items.map(itemIndex);

const random = seededRandom(4);
const sequences = Array.from({ length: 40 }, () =>
  Array.from({ length: 1 + random.below(6) }, () => Math.floor(PRODUCTS * random.next() ** 2)),
);

/** B as the paper writes it: matrices with a session, or a step of one, a row. */
function slowMatrix(): Float64Array {
  const zeros = (): number[] => new Array<number>(PRODUCTS).fill(0);
  const sessions: number[][] = [];
  const shares: number[][] = [];
  const sources: number[][] = [];
  const targets: number[][] = [];
  for (const items of sequences) {
    const distinct = new Set(items);
    sessions.push(zeros().map((_, item) => Number(distinct.has(item))));
    shares.push(zeros().map((_, item) => Number(distinct.has(item)) / distinct.size));
    for (let at = 0; at + 1 < items.length; at++) {
      const target = zeros();
      for (let later = at + 1; later < items.length; later++)
        target[items[later]!]! += Math.exp(-(later - at - 1) / OPTIONS.trainReach);
      sources.push(zeros().map((_, item) => Number(item === items[at])));
      targets.push(target);
    }
  }
  const mixed = (similar: Float64Array, followed: Float64Array): Float64Array =>
    similar.map((value, at) => OPTIONS.alpha * value + (1 - OPTIONS.alpha) * followed[at]!);
  const left = mixed(crossProduct(shares, shares, PRODUCTS), crossProduct(sources, sources, PRODUCTS));
  for (let item = 0; item < PRODUCTS; item++) left[item * PRODUCTS + item]! += OPTIONS.ridge;
  const right = mixed(crossProduct(shares, sessions, PRODUCTS), crossProduct(sources, targets, PRODUCTS));
  const inverse = inverseOf(left, PRODUCTS);
  return Float64Array.from(right, (_, at) => {
    const [row, column] = [Math.floor(at / PRODUCTS), at % PRODUCTS];
    let sum = 0;
    for (let k = 0; k < PRODUCTS; k++) sum += inverse[row * PRODUCTS + k]! * right[k * PRODUCTS + column]!;
    return sum;
  });
}

test("scores are those of the paper's formulas, by slow matrices", () => {
  const scorer = trainSlist({ products: PRODUCTS, sequences, protocol: "next-item" }, OPTIONS, quiet);
  const slow = slowMatrix();
  for (const items of [[3], [0, 1], [5, 2, 5, 0]]) {
    const scores = scorer(history(...items));
    scores.forEach((score, product) => {
      const expected = items.reduce(
        (sum, item, at) => sum + Math.exp(-(items.length - 1 - at) / OPTIONS.reach) * slow[item * PRODUCTS + product]!,
        0,
      );
      expect(score).toBeCloseTo(expected, 4);
    });
  }
});

test("it finds that each product is followed by the next", () => {
  const walks = Array.from({ length: 10 * PRODUCTS }, (_, walk) => [0, 1, 2].map((step) => (walk + step) % PRODUCTS));
  const scorer = slist.train({ products: PRODUCTS, sequences: walks, protocol: "leave-one-out" }, quiet);
  for (let item = 0; item < PRODUCTS; item++) {
    const scores = scorer(history(item));
    const others = scores.map((score, product) => (product === item ? Number.NEGATIVE_INFINITY : score));
    expect(others.indexOf(Math.max(...others))).toBe((item + 1) % PRODUCTS);
  }
});

test("nothing known, nothing said; and a catalogue too large for its inverse is refused with what it would take", () => {
  const scorer = trainSlist({ products: PRODUCTS, sequences, protocol: "next-item" }, OPTIONS, quiet);
  expect(scorer([]).every((score) => score === 0)).toBe(true);
  expect(slist.refusal(12_101)).toBeUndefined();
  expect(slist.refusal(43_097)).toMatch(/43097 x 43097.*7\.4 GB/);
});
