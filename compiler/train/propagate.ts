import { fillNormal } from "./draw.ts";

/** How strongly each product's vector is pulled toward others': those of a row are `targets[offsets[row]]` up to, without, `targets[offsets[row + 1]]`. */
export interface Pulls {
  readonly offsets: Uint32Array;
  readonly targets: Uint32Array;
  readonly weights: Float32Array;
}

/**
 * Vectors that are alike where products pull each other: a random projection of the powers of what pulls (Chen et al., FastRP, 2019), the first
 * with weight 1, the second ½. Products that nothing pulls keep a random vector of their own. Each of length `norm`.
 */
export function propagated(
  pulls: Pulls,
  products: number,
  width: number,
  norm: number,
  random: () => number,
): Float32Array {
  let power = new Float32Array(products * width);
  fillNormal(power, 1, random);
  const sum = power.slice();
  for (const weight of [1, 0.5]) {
    const next = power.slice();
    addNeighbours(next, power, pulls, width);
    toLength(next, width, Math.sqrt(width));
    for (let at = 0; at < sum.length; at++) sum[at]! += weight * next[at]!;
    power = next;
  }
  toLength(sum, width, norm);
  return sum;
}

function addNeighbours(
  into: Float32Array,
  from: Float32Array,
  { offsets, targets, weights }: Pulls,
  width: number,
): void {
  for (let row = 0; row + 1 < offsets.length; row++) {
    for (let edge = offsets[row]!; edge < offsets[row + 1]!; edge++) {
      const weight = weights[edge]!;
      const other = targets[edge]! * width;
      for (let d = 0; d < width; d++) into[row * width + d]! += weight * from[other + d]!;
    }
  }
}

function toLength(vectors: Float32Array, width: number, length: number): void {
  for (let start = 0; start < vectors.length; start += width) {
    let square = 0;
    for (let d = 0; d < width; d++) square += vectors[start + d]! ** 2;
    const factor = square === 0 ? 0 : length / Math.sqrt(square);
    for (let d = 0; d < width; d++) vectors[start + d]! *= factor;
  }
}
