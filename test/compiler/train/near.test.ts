import { describe, expect, test } from "vitest";
import { pullsOfNear } from "../../../compiler/train/near.ts";
import { propagated } from "../../../compiler/train/propagate.ts";
import { seededRandom } from "../../../lab/random.ts";
import type { Token } from "../../../src/core/rank/marks.ts";

const stays = (...items: number[]): Token[] => items.map((item) => ({ item, marks: [] }));

/** Of each product: whom it is pulled to, and how strongly. */
function rowsOf(sequences: readonly Token[][], products: number): Record<number, number>[] {
  const { offsets, targets, weights } = pullsOfNear(sequences, products);
  return Array.from({ length: products }, (_, row) =>
    Object.fromEntries(
      [...targets.subarray(offsets[row], offsets[row + 1])].map((to, at) => [to, weights[offsets[row]! + at]!]),
    ),
  );
}

describe("what pulls products that shoppers meet near each other", () => {
  test("counts the next whole and the one after it half, both ways, and sums to the same for every product met", () => {
    expect(rowsOf([stays(0, 1, 2), stays(1, 2)], 4)).toEqual([
      { 1: 4, 2: 2 },
      { 0: 2, 2: 4 },
      { 0: 1.2000000476837158, 1: 4.800000190734863 },
      {},
    ]);
  });

  test("is nothing of a product to itself, and nothing without shoppers", () => {
    expect(rowsOf([stays(3, 0, 3)], 4)).toEqual([{ 3: 6 }, {}, {}, { 0: 6 }]);
    expect(rowsOf([], 2)).toEqual([{}, {}]);
  });

  test("makes vectors alike of products of one circle, and not of those of two", () => {
    const circle = (from: number): Token[] => stays(...Array.from({ length: 12 }, (_, step) => from + (step % 6)));
    const width = 64;
    const vectors = propagated(pullsOfNear([circle(0), circle(6)], 13), 13, width, 1, seededRandom(2).next);
    const likeness = (a: number, b: number): number =>
      Array.from({ length: width }, (_, d) => vectors[a * width + d]! * vectors[b * width + d]!).reduce(
        (x, y) => x + y,
      );
    const mean = (others: readonly number[]): number =>
      others.reduce((sum, other) => sum + likeness(0, other), 0) / others.length;
    expect(mean([1, 2, 3, 4, 5])).toBeGreaterThan(mean([6, 7, 8, 9, 10, 11]) + 0.3);
    expect(likeness(12, 12)).toBeCloseTo(1, 5);
  });
});
