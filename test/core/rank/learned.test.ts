import { describe, expect, test } from "vitest";
import {
  ENCODER,
  ENCODER_ARRAYS,
  HEAD,
  type Head,
  type Learned,
  quantised,
} from "../../../src/core/catalogue/learned.ts";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { encode, prepareEncoder } from "../../../src/core/rank/encoder.ts";
import { FEATURES, featuresOf } from "../../../src/core/rank/features.ts";
import { bestOf, candidatesOf, prepareLearned, RETOUCHED, withLearned } from "../../../src/core/rank/learned.ts";
import { BASE_WEIGHT } from "../../../src/core/rank/linear.ts";
import type { Moment } from "../../../src/core/rank/moment.ts";
import { prepare } from "../../../src/core/rank/prepared.ts";
import { plainProduct } from "../../../src/core/rank/product.ts";
import { SCALES } from "../../../src/core/rank/scales.ts";
import { scoreAll } from "../../../src/core/rank/score.ts";
import { sharedHead } from "../../../src/core/rank/shared-head.ts";
import { sizeOf } from "../../../src/core/rank/subset.ts";
import { did, MINUTE, momentAfter, outdoorShop } from "./shop.ts";

const shop = outdoorShop();
const LOOKED: readonly ShopEvent[] = [
  did("view", "shoe-0", 9 * MINUTE),
  did("view", "tent-1", 6 * MINUTE),
  did("view", "shoe-2", 3 * MINUTE),
];
const noise = (length: number, seed: number): Float32Array =>
  Float32Array.from({ length }, (_, at) => Math.sin(12.9898 * (at + 1) + seed) * 0.3);

const { first, second } = HEAD;
const headOf = (last: Float32Array): Head => ({
  mean: new Float32Array(FEATURES.length),
  scale: new Float32Array(FEATURES.length).fill(1),
  weights: [noise(FEATURES.length * first, 1), noise(first * second, 2), last],
  biases: [noise(first, 3), noise(second, 4), Float32Array.of(0.5)],
  baseWeight: 4,
});
const products = outdoorShop().prepared.ranking.products;
const encoder = {
  ...quantised(noise(products * ENCODER.width, 5)),
  arrays: ENCODER_ARRAYS.map((length, at) => noise(length, at)),
};

/** The same moment in a shop that has learned something. */
function learnedMoment(learned: Learned | undefined): Moment {
  const moment = momentAfter(shop, LOOKED);
  const prepared = prepare(moment.prepared.ranking, moment.prepared.aliases, learned && prepareLearned(learned));
  const scores = scoreAll(prepared, moment.interest, new Map());
  return { ...moment, prepared, scores: withLearned(prepared, moment.interest, scores) };
}

const order = ({ scores }: Moment): number[] =>
  [...scores.total.keys()].sort((a, b) => scores.total[b]! - scores.total[a]! || a - b);

describe("what the shop has learned", () => {
  const plain = learnedMoment(undefined);

  test("what this device trained orders anew the first products alone", () => {
    const shipped = headOf(noise(second, 6));
    const tuned = headOf(noise(second, 7));
    const before = learnedMoment({ head: shipped, encoder: undefined });
    const learned = { ...before.prepared.learned!, tuned };
    const scores = withLearned(
      { ...before.prepared, learned },
      before.interest,
      scoreAll(before.prepared, before.interest, new Map()),
    );
    const first = order(before).slice(0, RETOUCHED);
    const after = order({ ...before, scores });
    expect(after.slice(0, RETOUCHED)).not.toEqual(first);
    expect(new Set(after.slice(0, RETOUCHED))).toEqual(new Set(first));
    expect(after.slice(RETOUCHED)).toEqual(order(before).slice(RETOUCHED));
    const parts = scores.partsOf(after[0]!);
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(scores.total[after[0]!]!, 5);
    // The difference of two heads of the same weights is none.
    const same = withLearned(
      { ...before.prepared, learned: { ...learned, tuned: shipped } },
      before.interest,
      scoreAll(before.prepared, before.interest, new Map()),
    );
    expect(order({ ...before, scores: same })).toEqual(order(before));
  });

  test.each(["hidden-32", "all"] as const)(
    "a published head of %s adds up beside the rest, and zeros add nothing",
    (subset) => {
      const before = learnedMoment(undefined);
      const scoresWith = (weights: Float32Array) => {
        const learned = { head: undefined, encoder: undefined, product: plainProduct, shared: sharedHead(weights) };
        const prepared = { ...before.prepared, learned };
        return withLearned(prepared, before.interest, scoreAll(prepared, before.interest, new Map()));
      };
      const untaught = scoresWith(new Float32Array(sizeOf(subset)));
      expect(untaught.total).toEqual(before.scores.total);
      const scores = scoresWith(noise(sizeOf(subset), 8));
      expect(order({ ...before, scores })).not.toEqual(order(before));
      for (let item = 0; item < products; item++) {
        expect(untaught.partsOf(item)).toEqual(before.scores.partsOf(item));
        const { shared = 0, ...rest } = scores.partsOf(item);
        expect(rest).toEqual(before.scores.partsOf(item));
        expect(shared).toBeGreaterThanOrEqual(0);
        expect(scores.total[item]! - before.scores.total[item]!).toBeCloseTo(shared, 4);
      }
    },
  );

  test.each([
    ["without a head", undefined],
    ["with one", headOf(noise(second, 6))],
  ])("what devices learned together adds up beside the rest, in a shop %s", (_what, head) => {
    const before = learnedMoment(head && { head, encoder: undefined });
    const at = FEATURES.indexOf("popularity");
    const shared = new Float32Array(FEATURES.length);
    shared[at] = 3 / SCALES.scale[at]!;
    const none = { head: undefined, encoder: undefined, product: plainProduct };
    const prepared = {
      ...before.prepared,
      learned: { ...(before.prepared.learned ?? none), shared: sharedHead(shared) },
    };
    const additive = scoreAll(prepared, before.interest, new Map());
    const scores = withLearned(prepared, before.interest, additive);
    expect(order({ ...before, scores })).not.toEqual(order(before));
    const { popularity } = prepared.ranking;
    const least = Math.min(...[...popularity].map((code) => (3 * code) / 255));
    const perUnit = prepared.unit / (head?.baseWeight ?? BASE_WEIGHT);
    for (let item = 0; item < products; item++) {
      const more = ((3 * popularity[item]!) / 255 - least) * perUnit;
      expect(scores.partsOf(item).shared ?? 0).toBeCloseTo(more, 4);
      expect(scores.total[item]! - before.scores.total[item]!).toBeCloseTo(more, 4);
      const sum = Object.values(scores.partsOf(item)).reduce((all, part) => all + part, 0);
      expect(sum).toBeCloseTo(scores.total[item]!, 4);
    }
    // Where nothing is known of the shopper it has no say.
    const nobody = momentAfter(shop, []);
    expect(withLearned(prepared, nobody.interest, nobody.scores)).toBe(nobody.scores);
  });

  test("a shop without a head of its own may have one on the device", () => {
    const tuned = headOf(noise(second, 7));
    const learned = { head: undefined, tuned, encoder: undefined, product: plainProduct };
    const scores = withLearned({ ...plain.prepared, learned }, plain.interest, plain.scores);
    const first = order(plain).slice(0, RETOUCHED);
    expect(order({ ...plain, scores }).slice(0, RETOUCHED)).not.toEqual(first);
    expect(order({ ...plain, scores }).slice(RETOUCHED)).toEqual(order(plain).slice(RETOUCHED));
  });

  test("a head of zeros is exactly the additive ranking", () => {
    const zero = learnedMoment({ head: headOf(new Float32Array(second)), encoder: undefined });
    expect(zero.scores.total).toEqual(plain.scores.total);
    expect(zero.scores.partsOf(0)).toEqual(plain.scores.partsOf(0));
  });

  test("its part is in the parts, is never below zero, and the parts sum to the score", () => {
    const taught = learnedMoment({ head: headOf(noise(second, 6)), encoder });
    expect(order(taught)).not.toEqual(order(plain));
    for (let item = 0; item < products; item++) {
      const parts = taught.scores.partsOf(item);
      expect(parts.learned ?? 0).toBeGreaterThanOrEqual(0);
      const sum = Object.values(parts).reduce((total, part) => total + part, 0);
      expect(sum).toBeCloseTo(taught.scores.total[item]!, 4);
    }
  });

  test("of a shopper of whom nothing is known it says nothing", () => {
    const nobody = momentAfter(shop, []);
    const prepared = prepare(
      nobody.prepared.ranking,
      nobody.prepared.aliases,
      prepareLearned({ head: headOf(noise(second, 6)), encoder }),
    );
    const scores = scoreAll(prepared, nobody.interest, new Map());
    expect(withLearned(prepared, nobody.interest, scores)).toBe(scores);
  });
});

describe("features", () => {
  const { prepared, interest } = learnedMoment(undefined);
  const scores = scoreAll(prepared, interest, new Map());
  const encoded = encode(
    prepareEncoder(encoder),
    ["shoe-0", "shoe-2"].map((id) => ({ item: shop.index(id), marks: [] })),
  );
  const best = bestOf(scores.total);
  const candidates = candidatesOf(best, encoded);
  const view = { prepared, interest, scores, best, encoded };
  const rows = featuresOf(view, candidates);
  const at = (row: number, name: (typeof FEATURES)[number]): number =>
    rows[row * FEATURES.length + FEATURES.indexOf(name)]!;

  test("a row is about its product alone, wherever it stands", () => {
    const reversed = featuresOf(view, candidates.toReversed());
    candidates.forEach((_, row) => {
      const there = (candidates.length - 1 - row) * FEATURES.length;
      expect(reversed.subarray(there, there + FEATURES.length)).toEqual(
        rows.subarray(row * FEATURES.length, (row + 1) * FEATURES.length),
      );
    });
  });

  test("say what they are named after", () => {
    const rowOf = (id: string): number => candidates.indexOf(shop.index(id));
    expect(at(rowOf("shoe-2"), "repeatPlace")).toBe(1);
    expect(at(rowOf("shoe-2"), "repeat")).toBeGreaterThan(0);
    expect(at(rowOf("shoe-4"), "repeat")).toBe(0);
    expect(at(rowOf("shoe-4"), "sameCategory")).toBe(1);
    expect(at(rowOf("tent-2"), "sameCategory")).toBe(0);
    expect(at(rowOf("shoe-4"), "text.best")).toBeGreaterThan(0);
    expect(at(0, "touches")).toBeCloseTo(Math.log1p(3));
    best.forEach((_, row) => {
      expect(at(row, "basePlace")).toBeCloseTo(Math.log1p(row));
    });
    const fewer = featuresOf({ ...view, best: best.slice(0, 5) }, candidates.toReversed());
    const places = candidates.map((_, row) => fewer[row * FEATURES.length + FEATURES.indexOf("basePlace")]!).reverse();
    expect(places.map((place) => Math.round(Math.expm1(place)))).toEqual(candidates.map((_, row) => Math.min(row, 5)));
    expect(Math.max(...candidates.map((_, row) => at(row, "encoderGap")))).toBeCloseTo(0, 6);
  });

  test("are finite, and as many as there are names", () => {
    expect(rows).toHaveLength(candidates.length * FEATURES.length);
    expect(rows.every(Number.isFinite)).toBe(true);
    expect(new Set(FEATURES).size).toBe(FEATURES.length);
  });
});
