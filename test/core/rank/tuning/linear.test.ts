import { expect, test } from "vitest";
import { seededRandom } from "../../../../lab/random.ts";
import { FEATURES } from "../../../../src/core/rank/features.ts";
import { linearDelta } from "../../../../src/core/rank/tuning/linear.ts";
import type { ChoiceList } from "../../../../src/core/rank/tuning/lists.ts";
import { zeroHead } from "../../../../src/core/rank/tuning/zero-head.ts";

const head = zeroHead();
const width = FEATURES.length;
const { next } = seededRandom(3);

/** Lists in which the chosen row has more of one feature than the others, by `lift` deviations. */
const lists = (count: number, feature: number, lift: number): ChoiceList[] =>
  Array.from({ length: count }, (_, at) => {
    const values = Float32Array.from({ length: 5 * width }, (_, k) => {
      const { mean, scale } = head;
      const deviation = scale[k % width] === 0 ? 0 : 1 / scale[k % width]!;
      return mean[k % width]! + deviation * (next() - 0.5 + (k === feature ? lift : 0));
    });
    return { at, values, base: new Float32Array(5), weight: 1 + (at % 3) };
  });

/** The loss written out, of a head's output plus delta . inputs. */
function loss(all: readonly ChoiceList[], delta: Float64Array): number {
  const weight = all.reduce((sum, one) => sum + one.weight, 0);
  return all.reduce((sum, list) => {
    const scores = Array.from(list.base, (base, row) => {
      let score = head.baseWeight * base;
      for (let at = 0; at < width; at++)
        score += delta[at]! * (list.values[row * width + at]! - head.mean[at]!) * head.scale[at]!;
      return score;
    });
    const total = Math.log(scores.reduce((odds, score) => odds + Math.exp(score), 0));
    return sum + (list.weight / weight) * (total - scores[0]!);
  }, 0);
}

test("a device's delta goes down the loss of its own choices, along the feature that made them", () => {
  const all = lists(6, 7, 2);
  const delta = linearDelta(head, all);
  expect(loss(all, delta)).toBeLessThan(loss(all, new Float64Array(width)) - 0.1);
  expect(delta[7]).toBe(Math.max(...delta));
  const contrary = linearDelta(head, lists(6, 7, -2));
  expect(contrary[7]).toBe(Math.min(...contrary));
});

test("its first step is the slope of the loss, by differences", () => {
  const all = lists(1, 3, 0.01);
  // From one flat list the five steps hardly bend: they are five times the first to a hundredth.
  const delta = linearDelta(head, all);
  const at = 3;
  const ahead = Float64Array.from(delta, (_, k) => (k === at ? 1e-5 : 0));
  const slope = (loss(all, ahead) - loss(all, new Float64Array(width))) / 1e-5;
  expect(Math.sign(delta[at]!)).toBe(-Math.sign(slope));
  expect(Math.abs(delta[at]!)).toBeLessThanOrEqual(5 * 0.05 * Math.abs(slope) * 1.05 + 1e-6);
});

test("who chose nothing says zeros", () => {
  expect(linearDelta(head, [])).toEqual(new Float64Array(width));
});

test("features that never vary have no say", () => {
  const delta = linearDelta(head, lists(4, 5, 1));
  for (let at = 0; at < width; at++) if (head.scale[at] === 0) expect(delta[at]).toBe(0);
});
