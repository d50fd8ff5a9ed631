import fc from "fast-check";
import { expect, test } from "vitest";
import { type CooccurrenceRule, cooccurrenceNeighbours } from "../../../compiler/graph/cooccurrence.ts";

const PRODUCTS = 9;

interface Pair {
  weight: number;
  readonly shoppers: Set<number>;
}

/** All pairs of places, in a table of maps. */
function bruteForce(sequences: readonly (readonly number[])[], rule: CooccurrenceRule, count: number): number[][] {
  const table = Array.from({ length: PRODUCTS }, () => new Map<number, Pair>());
  const seen = new Array<number>(PRODUCTS).fill(0);
  sequences.forEach((items, shopper) => {
    items.forEach((from, i) => {
      seen[from]!++;
      items.forEach((to, j) => {
        const distance = Math.abs(j - i);
        if (from === to || distance === 0 || distance > rule.window) return;
        const weight = rule.weight(distance) * (j > i ? 1 : rule.backward);
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
const histories = fc.array(fc.array(fc.nat({ max: PRODUCTS - 1 }), { maxLength: 14 }), { maxLength: 12 });

test("co-occurrence neighbours are those of a table of all pairs, whatever the order of the shoppers", () => {
  fc.assert(
    fc.property(histories, rules, fc.integer({ min: 1, max: 5 }), (sequences, rule, count) => {
      const found = (order: readonly (readonly number[])[]): number[][] =>
        [
          ...cooccurrenceNeighbours(
            order.map((items) => Uint32Array.from(items)),
            PRODUCTS,
            rule,
            count,
          ),
        ].map(({ items, weights }) => [...items].flatMap((item, place) => [item, weights[place]!]));
      const rows = found(sequences);
      expect(rows.map(rounded)).toEqual(bruteForce(sequences, rule, count).map(rounded));
      expect(found(sequences.toReversed())).toEqual(rows);
    }),
    { numRuns: 400 },
  );
});

/** The quotient may differ in the last bit by how it is divided. */
const rounded = (row: readonly number[]): string[] => row.map((value) => value.toPrecision(6));
