import { expect, test } from "vitest";
import { type NeighbourTable, NeighbourTableBuilder } from "../../../compiler/graph/neighbours.ts";
import { withNewcomers } from "../../../compiler/graph/newcomers.ts";

const MOST = 4;
type Row = readonly (readonly [item: number, weight: number])[];

function tableOf(rows: readonly Row[]): NeighbourTable {
  const builder = new NeighbourTableBuilder(rows.length, MOST);
  for (const row of rows)
    builder.add({
      items: Uint32Array.from(row, ([item]) => item),
      weights: Float32Array.from(row, ([, weight]) => weight),
    });
  return builder.finish();
}

function rowsOf({ offsets, items, weights }: NeighbourTable): Row[] {
  return Array.from({ length: offsets.length - 1 }, (_, row) =>
    Array.from(
      items.subarray(offsets[row], offsets[row + 1]),
      (item, at) => [item, weights[offsets[row]! + at]!] as const,
    ),
  );
}

/** 0 is followed by 1, 1 by 2. Nobody met 3, which is three times as much like 1 as like 2, nor 4, which is like 3 alone. */
const FOLLOWED: readonly Row[] = [[[1, 8]], [[2, 4]], [], [], []];
const ALIKE: readonly Row[] = [
  [],
  [],
  [],
  [
    [4, 0.9],
    [1, 0.75],
    [2, 0.25],
  ],
  [[3, 0.9]],
];
const found = rowsOf(withNewcomers(tableOf(FOLLOWED), tableOf(ALIKE), (product) => product < 3, MOST));

const shareIn = (row: Row, product: number): number | undefined => row.find(([item]) => item === product)?.[1];

test("what was seen keeps its weights", () => {
  expect(shareIn(found[0]!, 1)).toBe(8);
  expect(shareIn(found[1]!, 2)).toBe(4);
});

test("a product that nobody met follows what those alike follow, and is followed by what they are, by likeness", () => {
  const [after0, after1, after3] = [shareIn(found[0]!, 3)!, shareIn(found[1]!, 3)!, shareIn(found[3]!, 2)!];
  expect(after0 / 8).toBeCloseTo(3 * (after1 / 4), 5);
  expect(after3 / 4).toBeCloseTo(after0 / 8, 5);
});

test("only products that were met speak for others, and none for itself", () => {
  expect(found[4]).toEqual([]);
  for (const [product, row] of found.entries()) expect(row.map(([item]) => item)).not.toContain(product);
  expect(found.flat().map(([item]) => item)).not.toContain(4);
});

test("without newcomers nothing changes, and a row keeps the strongest alone", () => {
  expect(rowsOf(withNewcomers(tableOf(FOLLOWED), tableOf(ALIKE), () => true, MOST))).toEqual(FOLLOWED);
  const [first] = rowsOf(withNewcomers(tableOf(FOLLOWED), tableOf(ALIKE), (product) => product < 3, 1));
  expect(first).toHaveLength(1);
});
