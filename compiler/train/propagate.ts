import type { Graph } from "../../src/core/catalogue/graph.ts";
import { fillNormal } from "./draw.ts";

/**
 * Vectors that are alike where content is: a random projection of the graph's powers (Chen et al., FastRP, 2019), the first
 * with weight 1, the second ½. Products without neighbours keep a random vector of their own. Each of length `norm`.
 */
export function propagated(
  graphs: readonly { readonly graph: Graph; readonly weights: Float32Array }[],
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
    for (const { graph, weights } of graphs) addNeighbours(next, power, graph, weights, width);
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
  graph: Graph,
  weights: Float32Array,
  width: number,
): void {
  const { offsets, targets, codes } = graph;
  for (let row = 0; row + 1 < offsets.length; row++) {
    for (let edge = offsets[row]!; edge < offsets[row + 1]!; edge++) {
      const weight = weights[codes[edge]!]!;
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
