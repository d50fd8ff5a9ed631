import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../../lab/random.ts";
import { FEATURES } from "../../../../src/core/rank/features.ts";
import { inputsOf } from "../../../../src/core/rank/head.ts";
import { plainProduct } from "../../../../src/core/rank/product.ts";
import { SCALES } from "../../../../src/core/rank/scales.ts";
import { sharedHead, sharedOutputs } from "../../../../src/core/rank/shared-head.ts";
import { HIDDEN, SUBSETS, type Subset, sizeOf } from "../../../../src/core/rank/subset.ts";
import type { ChoiceList } from "../../../../src/core/rank/tuning/lists.ts";
import { sharpnessOf, USUAL_SHARPNESS } from "../../../../src/core/rank/tuning/sharpness.ts";
import { LOCAL, readyLists, updateOf } from "../../../../src/core/rank/tuning/update.ts";

const width = FEATURES.length;
const { next } = seededRandom(3);
const deltaOf = (all: readonly ChoiceList[], start: Float64Array, how = LOCAL) => updateOf(readyLists(all), start, how);

/** Lists in which the chosen row has more of one feature than the others, by `lift` deviations. */
const lists = (count: number, feature: number, lift: number): ChoiceList[] =>
  Array.from({ length: count }, (_, at) => {
    const values = Float32Array.from({ length: 5 * width }, (_, k) => {
      const { mean, scale } = SCALES;
      const deviation = scale[k % width] === 0 ? 0 : 1 / scale[k % width]!;
      return mean[k % width]! + deviation * (next() - 0.5 + (k === feature ? lift : 0));
    });
    return { at, values, base: new Float32Array(5), weight: 1 + (at % 3) };
  });

const additive = ({ base }: ChoiceList): Float32Array => base.map((score) => 4 * score);

/** The loss written out: of a score of weight 4 and what a head of these weights adds, as sharp as the choices are. */
function loss(all: readonly ChoiceList[], weights: Float64Array, sharpness: number): number {
  const weight = all.reduce((sum, one) => sum + one.weight, 0);
  const head = sharedHead(weights);
  return all.reduce((sum, list) => {
    const outputs = sharedOutputs(head, inputsOf(SCALES, list.values), plainProduct);
    const scores = Array.from(list.base, (base, row) => sharpness * (4 * base + outputs[row]!));
    const total = Math.log(scores.reduce((odds, score) => odds + Math.exp(score), 0));
    return sum + (list.weight / weight) * (total - scores[0]!);
  }, 0);
}

/** From where to where the linear weights are, and of each layer its weights and its biases. */
function rangesOf(subset: Subset): (readonly [from: number, to: number])[] {
  const widths = [width, ...HIDDEN[subset]];
  const sizes = [width, ...widths.slice(1).flatMap((out, at) => [widths[at]! * out, out])];
  if (widths.length > 1) sizes.push(widths.at(-1)!);
  let from = 0;
  return sizes.map((length) => {
    from += length;
    return [from - length, from];
  });
}

describe.each(SUBSETS)("of %s weights,", (subset) => {
  const size = sizeOf(subset);
  const zeros = new Float64Array(size);
  /** Somewhere on the way. */
  const taught = Float64Array.from({ length: size }, () => 0.3 * (next() - 0.5));

  test("a device's delta goes down the loss of its own choices, along the feature that made them", () => {
    const all = lists(6, 7, 2);
    const delta = deltaOf(all, zeros);
    expect(loss(all, delta, USUAL_SHARPNESS)).toBeLessThan(loss(all, zeros, USUAL_SHARPNESS) - 0.02);
    expect(delta[7]).toBe(Math.max(...delta.subarray(0, width)));
    const contrary = deltaOf(lists(6, 7, -2), zeros);
    expect(contrary[7]).toBe(Math.min(...contrary.subarray(0, width)));
  });

  test.each([
    ["no", 0],
    ["some", 0.1],
    ["much", 2],
  ])(
    "with %s say of the additive score, its step is the slope of the loss, by differences, from wherever it starts",
    (_, say) => {
      const all = lists(3, 3, 0.5).map((list) => ({ ...list, base: list.base.map((_zero, row) => say * row) }));
      const sharpness = sharpnessOf(all, additive);
      for (const start of [zeros, taught]) {
        const delta = deltaOf(all, start);
        for (const [from, to] of rangesOf(subset)) {
          let at = from;
          for (let other = from; other < to; other++) if (Math.abs(delta[other]!) > Math.abs(delta[at]!)) at = other;
          const moved = (by: number) =>
            loss(
              all,
              start.map((value, k) => (k === at ? value + by : value)),
              sharpness,
            );
          const step = -0.4 * ((moved(1e-2) - moved(-1e-2)) / 2e-2);
          // From zeros all but the linear weights and the last layer stand still.
          if (start === taught) expect(delta[at]).not.toBe(0);
          expect(Math.abs(delta[at]! - step)).toBeLessThan(0.1 * Math.abs(step) + 1e-5);
        }
      }
    },
  );

  test("two epochs are two steps, the second from where the first came to", () => {
    const all = lists(4, 9, 1);
    const first = deltaOf(all, taught);
    const second = deltaOf(
      all,
      taught.map((value, at) => value + first[at]!),
    );
    const both = deltaOf(all, taught, { ...LOCAL, epochs: 2 });
    for (let at = 0; at < size; at++) expect(both[at]).toBeCloseTo(first[at]! + second[at]!, 12);
  });

  test("who chose nothing says zeros", () => {
    expect(deltaOf([], taught)).toEqual(zeros);
  });

  test("features that never vary have no say", () => {
    const delta = deltaOf(lists(4, 5, 1), taught);
    for (let at = 0; at < width; at++) if (SCALES.scale[at] === 0) expect(delta[at]).toBe(0);
  });
});
