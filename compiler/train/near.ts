import type { Token } from "../../src/core/rank/marks.ts";
import type { Pulls } from "./propagate.ts";

/** How strongly all that are met near a product pull it together. */
const PULL = 6;

/** Products pull each other that shoppers met one after the other, and half as much those with one between; a row's weights sum to PULL. */
export function pullsOfNear(sequences: readonly (readonly Token[])[], products: number): Pulls {
  // A pair, both ways, as one number, once for each half of its weight.
  const pairs: number[] = [];
  const meet = (a: Token, b: Token | undefined): void => {
    if (b !== undefined && a.item !== b.item) pairs.push(a.item * products + b.item, b.item * products + a.item);
  };
  for (const stays of sequences)
    stays.forEach((stay, at) => {
      meet(stay, stays[at + 1]);
      meet(stay, stays[at + 1]);
      meet(stay, stays[at + 2]);
    });
  const sorted = Float64Array.from(pairs).sort();
  const targets: number[] = [];
  const counts: number[] = [];
  const offsets = new Uint32Array(products + 1);
  const sums = new Float64Array(products);
  sorted.forEach((pair, at) => {
    const row = Math.floor(pair / products);
    sums[row]!++;
    if (pair === sorted[at - 1]) {
      counts[counts.length - 1]!++;
      return;
    }
    targets.push(pair % products);
    counts.push(1);
    offsets[row + 1]!++;
  });
  for (let row = 0; row < products; row++) offsets[row + 1]! += offsets[row]!;
  const weights = new Float32Array(counts.length);
  for (let row = 0; row < products; row++)
    for (let edge = offsets[row]!; edge < offsets[row + 1]!; edge++)
      weights[edge] = (PULL * counts[edge]!) / sums[row]!;
  return { offsets, targets: Uint32Array.from(targets), weights };
}
