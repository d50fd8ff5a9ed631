import { expect, test } from "vitest";
import { Workspace } from "../../../compiler/train/workspace.ts";
import { seededRandom } from "../../../lab/random.ts";
import { inverseFloats, invert } from "../../../lab/rivals/inverse.ts";
import { createGemm } from "../../../workers/kernels/gemm/gemm.ts";
import { inverseOf } from "./dense.ts";

/** Symmetric, with a ridge, and far from diagonal. */
function gram(size: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row; column++) {
      const value = random.next() < 0.2 ? (2 * random.next() - 1) / 8 : 0;
      for (const at of [row * size + column, column * size + row]) matrix[at] = value;
    }
    matrix[row * size + row] = 1 + size / 30;
  }
  return matrix;
}

// Below, at and above the size of a block.
test.each([1, 2, 5, 127, 128, 129, 200, 300])("the inverse of %i rows is the slow reference's", (size) => {
  const matrix = gram(size, size);
  const workspace = new Workspace(createGemm(), inverseFloats(size));
  const fast = workspace.matrix(size, size);
  fast.data.set(matrix);
  const shares: number[] = [];
  invert(workspace, fast, (share) => shares.push(share));
  const slow = inverseOf(matrix, size);
  const largest = slow.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const furthest = slow.reduce((most, value, at) => Math.max(most, Math.abs(value - fast.data[at]!)), 0);
  expect(furthest / largest).toBeLessThan(1e-5);
  expect(shares.at(-1)).toBe(1);
});
