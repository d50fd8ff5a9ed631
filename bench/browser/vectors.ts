import { WEIGHT_OF } from "../../src/core/catalogue/graph.ts";
import type { Prepared } from "../../src/core/rank/prepared.ts";

export const DIMENSIONS = 64;

/**
 * A dense vector for every product, products x DIMENSIONS, of length 1: a random projection (a sign for every product and
 * dimension) of the product's row in the neighbour graph. So both sides rank the same shop by the same knowledge.
 */
export function itemVectors({ ranking, channels }: Prepared): Float32Array {
  const vectors = new Float32Array(ranking.products * DIMENSIONS);
  for (let item = 0; item < ranking.products; item++) {
    const row = vectors.subarray(item * DIMENSIONS, (item + 1) * DIMENSIONS);
    addSigns(row, item, 1);
    for (const { forward } of channels) {
      for (let edge = forward.offsets[item]!; edge < forward.offsets[item + 1]!; edge++)
        addSigns(row, forward.targets[edge]!, WEIGHT_OF[forward.codes[edge]!]!);
    }
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    for (let at = 0; at < DIMENSIONS; at++) row[at]! /= length;
  }
  return vectors;
}

/** The products' vectors weighted by 1 / (1 + place), newest first. */
export function userVector(vectors: Float32Array, items: readonly number[]): Float32Array {
  const user = new Float32Array(DIMENSIONS);
  items.forEach((item, place) => {
    for (let at = 0; at < DIMENSIONS; at++) user[at]! += vectors[item * DIMENSIONS + at]! / (1 + place);
  });
  return user;
}

/** Adds `weight` times the product's signs: bits of a mixed product number. */
function addSigns(row: Float32Array, item: number, weight: number): void {
  let bits = 0;
  for (let at = 0; at < DIMENSIONS; at++) {
    if (at % 32 === 0) bits = mixed(item * 2 + at / 32);
    row[at]! += (bits >>> (at % 32)) & 1 ? weight : -weight;
  }
}

function mixed(value: number): number {
  const once = Math.imul(value ^ (value >>> 16), 0x85ebca6b) ^ 0x27d4eb2f;
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
