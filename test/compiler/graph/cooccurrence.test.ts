import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type CooccurrenceRule,
  cooccurrenceNeighbours,
  type WeightedItems,
} from "../../../compiler/graph/cooccurrence.ts";

const PRODUCTS = 9;

/** An item, and how much of an occurrence it is. */
type Step = readonly [item: number, weight: number];

interface Pair {
  weight: number;
  readonly shoppers: Set<number>;
}

/** All pairs of places, in a table of maps. */
function bruteForce(sequences: readonly (readonly Step[])[], rule: CooccurrenceRule, count: number): number[][] {
  const table = Array.from({ length: PRODUCTS }, () => new Map<number, Pair>());
  const seen = new Array<number>(PRODUCTS).fill(0);
  sequences.forEach((steps, shopper) => {
    steps.forEach(([from, own], i) => {
      seen[from]! += own;
      steps.forEach(([to, other], j) => {
        const distance = Math.abs(j - i);
        if (from === to || distance === 0 || distance > rule.window) return;
        const weight = own * other * rule.weight(distance) * (j > i ? 1 : rule.backward);
        if (weight === 0) return;
        const pair = table[from]!.get(to) ?? { weight: 0, shoppers: new Set<number>() };
        pair.weight += weight;
        pair.shoppers.add(shopper);
        table[from]!.set(to, pair);
      });
    });
  });
  return table.map((row, from) =>
    [...row]
      .filter(([, { shoppers }]) => shoppers.size >= rule.minShoppers)
      .map(([to, { weight }]) => ({ to, weight: weight / seen[from]! ** rule.popularityPower }))
      .sort((a, b) => b.weight - a.weight || a.to - b.to)
      .slice(0, count)
      .flatMap(({ to, weight }) => [to, Math.fround(weight)]),
  );
}

const rules = fc.record({
  window: fc.integer({ min: 1, max: 6 }),
  // Weights that binary fractions hold exactly, so that the table's sums are exact as well.
  weight: fc.constantFrom(
    (distance: number) => 2 ** -distance,
    (distance: number) => 1 - distance / 64,
  ),
  backward: fc.constantFrom(0, 0.25, 1),
  popularityPower: fc.constantFrom(0, 0.5, 1),
  minShoppers: fc.integer({ min: 1, max: 3 }),
});
const histories = (weights: fc.Arbitrary<number>) =>
  fc.array(fc.array(fc.tuple(fc.nat({ max: PRODUCTS - 1 }), weights), { maxLength: 14 }), { maxLength: 12 });

const sequence = (steps: readonly Step[]): WeightedItems => {
  const items = Uint32Array.from(steps, ([item]) => item);
  const weights = Float64Array.from(steps, ([, weight]) => weight);
  return weights.every((weight) => weight === 1) ? { items } : { items, weights };
};

test.each([
  ["every occurrence counts once", fc.constant(1)],
  ["occurrences have weights", fc.constantFrom(0.25, 0.5, 1, 2)],
])(
  "co-occurrence neighbours are those of a table of all pairs, whatever the order of the shoppers: %s",
  (_, weights) => {
    fc.assert(
      fc.property(histories(weights), rules, fc.integer({ min: 1, max: 5 }), (sequences, rule, count) => {
        const found = (order: readonly (readonly Step[])[]): number[][] =>
          [...cooccurrenceNeighbours(order.map(sequence), PRODUCTS, rule, count)].map(({ items, weights }) =>
            [...items].flatMap((item, place) => [item, weights[place]!]),
          );
        const rows = found(sequences);
        expect(rows.map(rounded)).toEqual(bruteForce(sequences, rule, count).map(rounded));
        expect(found(sequences.toReversed())).toEqual(rows);
      }),
      { numRuns: 400 },
    );
  },
);

/** The quotient may differ in the last bit by how it is divided. */
const rounded = (row: readonly number[]): string[] => row.map((value) => value.toPrecision(6));
