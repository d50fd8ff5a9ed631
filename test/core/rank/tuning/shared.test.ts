import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../../lab/random.ts";
import { FEATURES } from "../../../../src/core/rank/features.ts";
import { BASE_WEIGHT } from "../../../../src/core/rank/linear.ts";
import { plainProduct } from "../../../../src/core/rank/product.ts";
import { SCALES } from "../../../../src/core/rank/scales.ts";
import { MIN_CHOICES } from "../../../../src/core/rank/tuning/judge.ts";
import type { ChoiceList } from "../../../../src/core/rank/tuning/lists.ts";
import { logitsOf } from "../../../../src/core/rank/tuning/logits.ts";
import { beside, judged, onTopOf } from "../../../../src/core/rank/tuning/shared.ts";
import { zeroHead } from "../../../../src/core/rank/tuning/zero-head.ts";

const width = FEATURES.length;
const PRICE = FEATURES.indexOf("price");
const { next } = seededRandom(11);

/** Of five products each, of which the one with the highest price by `lift` deviations was chosen. */
const lists = (count: number, lift: number): ChoiceList[] =>
  Array.from({ length: count }, (_, at) => ({
    at,
    values: Float32Array.from({ length: 5 * width }, (_, k) => {
      const deviation = SCALES.scale[k % width] === 0 ? 0 : 1 / SCALES.scale[k % width]!;
      return SCALES.mean[k % width]! + deviation * (next() - 0.5 + (k === PRICE ? lift : 0));
    }),
    base: Float32Array.from({ length: 5 }, () => next()),
    weight: 1 + (at % 3),
  }));
const weights = (price: number): Float32Array => {
  const all = new Float32Array(width);
  all[PRICE] = price;
  return all;
};

describe("a published model, judged by a device's own choices", () => {
  test("is taken where they speak for it, or say nothing, and kept back where they speak against it", () => {
    const dear = lists(20, 2);
    expect(judged(dear, weights(0.5))).toMatchObject({
      accepted: true,
      heldOut: 6,
      why: expect.stringMatching(/no worse/),
    });
    expect(judged(dear, weights(0.5)).gain).toBeGreaterThan(0.05);
    expect(judged(dear, weights(-0.5))).toMatchObject({ accepted: false, why: "worse on the latest 6 choices" });
    expect(judged(dear, weights(0))).toMatchObject({ accepted: true, gain: 0 });
  });

  test("is judged by the latest choices alone", () => {
    const turned = [...lists(14, 2), ...lists(6, -2)];
    expect(judged(turned, weights(0.5)).accepted).toBe(false);
    expect(judged([...turned].reverse(), weights(0.5)).accepted).toBe(true);
  });

  test("is taken by a device with too little to judge by", () => {
    const few = lists(MIN_CHOICES - 1, 2);
    expect(judged(few, weights(-5))).toMatchObject({ accepted: true, heldOut: 0, gain: 0 });
    expect(judged([...few, ...lists(1, 2)], weights(-5)).accepted).toBe(false);
  });

  test("an extreme one is judged too, without a number that is none", () => {
    const { gain, accepted } = judged(lists(20, 2), weights(-1_000));
    expect(Number.isFinite(gain)).toBe(true);
    expect(accepted).toBe(false);
  });
});

test.each([
  ["a shop's head", { ...zeroHead(), baseWeight: 3 }, 3],
  ["no head", undefined, BASE_WEIGHT],
])("on top of a model beside %s, its say is in the base, in units of the score", (_what, shipped, unit) => {
  const some = lists(3, 1);
  for (const [at, { base, ...rest }] of onTopOf(weights(0.5), shipped, some, plainProduct).entries()) {
    const { base: before, ...kept } = some[at]!;
    expect(rest).toEqual(kept);
    base.forEach((score, row) => {
      const price = row * width + PRICE;
      const says = 0.5 * (kept.values[price]! - SCALES.mean[PRICE]!) * SCALES.scale[PRICE]!;
      expect(score).toBeCloseTo(before[row]! + says / unit, 5);
    });
  }
});

test("beside a shop's own head, its say is the base that shared weights start from", () => {
  const zero = zeroHead();
  const shipped = { ...zero, baseWeight: 3, biases: [zero.biases[0], zero.biases[1], Float32Array.of(0.5)] as const };
  const some = lists(3, 1);
  for (const [at, { base }] of beside(shipped, some).entries())
    expect([...base.map((score) => BASE_WEIGHT * score)]).toEqual([...logitsOf(shipped, some[at]!)]);
  expect(beside(undefined, some)).toBe(some);
});
