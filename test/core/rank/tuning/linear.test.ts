import { expect, test } from "vitest";
import { seededRandom } from "../../../../lab/random.ts";
import { FEATURES } from "../../../../src/core/rank/features.ts";
import { LOCAL, linearLists, linearUpdate } from "../../../../src/core/rank/tuning/linear.ts";
import type { ChoiceList } from "../../../../src/core/rank/tuning/lists.ts";
import { zeroHead } from "../../../../src/core/rank/tuning/zero-head.ts";

const head = zeroHead();
const width = FEATURES.length;
const { next } = seededRandom(3);
const zeros = new Float64Array(width);
const deltaOf = (all: readonly ChoiceList[], how = LOCAL) => linearUpdate(linearLists(head, all), zeros, how);

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
  const delta = deltaOf(all);
  expect(loss(all, delta)).toBeLessThan(loss(all, zeros) - 0.1);
  expect(delta[7]).toBe(Math.max(...delta));
  const contrary = deltaOf(lists(6, 7, -2));
  expect(contrary[7]).toBe(Math.min(...contrary));
});

test("its step is the slope of the loss, by differences, from wherever it starts", () => {
  const all = lists(3, 3, 0.5);
  for (const start of [zeros, Float64Array.from({ length: width }, () => next() - 0.5)]) {
    const delta = linearUpdate(linearLists(head, all), start, { epochs: 1, rate: 0.1 });
    for (const at of [3, 7, 19]) {
      const ahead = start.map((value, k) => (k === at ? value + 1e-5 : value));
      const slope = (loss(all, ahead) - loss(all, start)) / 1e-5;
      expect(delta[at]).toBeCloseTo(-0.1 * slope, 4);
    }
  }
});

test("two epochs are two steps, the second from where the first came to", () => {
  const all = lists(4, 9, 1);
  const first = deltaOf(all);
  const second = linearUpdate(linearLists(head, all), first);
  const both = deltaOf(all, { ...LOCAL, epochs: 2 });
  for (let at = 0; at < width; at++) expect(both[at]).toBeCloseTo(first[at]! + second[at]!, 12);
});

test("who chose nothing says zeros", () => {
  expect(deltaOf([])).toEqual(new Float64Array(width));
});

test("features that never vary have no say", () => {
  const delta = deltaOf(lists(4, 5, 1));
  for (let at = 0; at < width; at++) if (head.scale[at] === 0) expect(delta[at]).toBe(0);
});
