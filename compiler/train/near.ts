import type { Token } from "../../src/core/rank/marks.ts";
import type { Pulls } from "./propagate.ts";

/** How strongly all that are met near a product pull it together. */
const PULL = 6;
/** What a meeting counts: with the next product, with the one after that. */
const COUNTS = [2, 1] as const;

/** Products pull each other that shoppers met one after the other, and half as much those with one between; a row's weights sum to PULL. */
export function pullsOfNear(sequences: readonly (readonly Token[])[], products: number): Pulls {
  const meetings = meetingsOf(sequences, products).sort();
  const targets: number[] = [];
  const counts: number[] = [];
  const offsets = new Uint32Array(products + 1);
  const sums = new Float64Array(products);
  let last = -1;
  for (const meeting of meetings) {
    const pair = Math.floor(meeting / COUNTS.length);
    const row = Math.floor(pair / products);
    const count = COUNTS[meeting % COUNTS.length]!;
    sums[row]! += count;
    if (pair === last) {
      counts[counts.length - 1]! += count;
      continue;
    }
    last = pair;
    targets.push(pair % products);
    counts.push(count);
    offsets[row + 1]!++;
  }
  for (let row = 0; row < products; row++) offsets[row + 1]! += offsets[row]!;
  const weights = new Float32Array(counts.length);
  for (let row = 0; row < products; row++)
    for (let edge = offsets[row]!; edge < offsets[row + 1]!; edge++)
      weights[edge] = (PULL * counts[edge]!) / sums[row]!;
  return { offsets, targets: Uint32Array.from(targets), weights };
}

/** Each as one number, both ways, that sorts by row, target and distance: in 32 bytes a stay, at most. */
function meetingsOf(sequences: readonly (readonly Token[])[], products: number): Float64Array<ArrayBuffer> {
  const stays = sequences.reduce((sum, { length }) => sum + length, 0);
  const meetings = new Float64Array(2 * COUNTS.length * stays);
  let made = 0;
  for (const sequence of sequences)
    sequence.forEach(({ item }, at) => {
      for (const distance of COUNTS.keys()) {
        const other = sequence[at + 1 + distance]?.item;
        if (other === undefined || other === item) continue;
        for (const [from, to] of [
          [item, other],
          [other, item],
        ] as const)
          meetings[made++] = (from * products + to) * COUNTS.length + distance;
      }
    });
  return meetings.subarray(0, made);
}
