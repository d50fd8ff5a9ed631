import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createGemm, type Product } from "../../workers/kernels/gemm/gemm.ts";

const kernels = createGemm();
const { gemm, gemmTn, gemmNt } = kernels;

/** A matrix in the kernels' memory: whole numbers, so that sums are exact in any order; the gaps between rows are NaN. */
interface Matrix {
  readonly pointer: number;
  readonly stride: number;
  at(row: number, column: number): number;
}

function matrix(rows: number, columns: number, gap: number, seed: number): Matrix {
  const stride = columns + gap;
  const pointer = kernels.alloc(rows * stride);
  return filled(pointer, rows, columns, stride, seed);
}

function filled(pointer: number, rows: number, columns: number, stride: number, seed: number): Matrix {
  const length = (rows - 1) * stride + columns;
  const view = kernels.view(pointer, length).fill(Number.NaN);
  let state = seed | 1;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      view[row * stride + column] = ((state >>> 16) % 17) - 8;
    }
  }
  return { pointer, stride, at: (row, column) => kernels.view(pointer, length)[row * stride + column]! };
}

interface Shape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly gap: number;
}

/** Runs a kernel and the three loops, and compares every value, also those between the rows of the result. */
function check(product: Product, { m, n, k, gap }: Shape, seed: number, accumulate: boolean): void {
  const start = kernels.alloc(0);
  const a = product === gemmTn ? matrix(k, m, gap, seed) : matrix(m, k, gap, seed);
  const b = product === gemmNt ? matrix(n, k, gap, seed + 1) : matrix(k, n, gap, seed + 1);
  const c = matrix(m, n, gap, seed + 2);
  const expected = kernels.view(c.pointer, m * c.stride - gap).slice();
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = accumulate ? expected[i * c.stride + j]! : 0;
      for (let l = 0; l < k; l++)
        sum += (product === gemmTn ? a.at(l, i) : a.at(i, l)) * (product === gemmNt ? b.at(j, l) : b.at(l, j));
      expected[i * c.stride + j] = sum;
    }
  }
  product(a.pointer, b.pointer, c.pointer, m, n, k, a.stride, b.stride, c.stride, accumulate);
  const found = kernels.view(c.pointer, expected.length);
  expect(expected.findIndex((value, at) => !Object.is(value, found[at]))).toBe(-1);
  kernels.release(start);
}

const PRODUCTS: readonly (readonly [name: string, Product])[] = [
  ["gemm", gemm],
  ["gemmTn", gemmTn],
  ["gemmNt", gemmNt],
];

describe.each(PRODUCTS)("%s is what three loops make", (_, product) => {
  const small = fc.record({
    m: fc.integer({ min: 1, max: 21 }),
    n: fc.integer({ min: 1, max: 37 }),
    k: fc.integer({ min: 1, max: 19 }),
    gap: fc.integer({ min: 0, max: 3 }),
  });

  test("for any small shape, written or added", () => {
    fc.assert(fc.property(small, fc.nat(), fc.boolean(), (shape, seed, add) => check(product, shape, seed, add)));
  });

  // Blocks are 256 along k and 128 along n; rows come in fours and columns in eights.
  test.each([
    [64, 64, 64],
    [65, 24, 40],
    [5, 127, 255],
    [4, 128, 256],
    [7, 129, 257],
    [3, 136, 513],
    [1, 264, 1],
    [130, 1, 600],
  ])("across its blocks: %i x %i x %i", (m, n, k) => {
    for (const gap of [0, 5]) for (const add of [false, true]) check(product, { m, n, k, gap }, m + n + k, add);
  });

  test("reads and writes nothing beyond the matrices, at the very end of the memory", () => {
    const [m, n, k] = [5, 9, 3];
    const end = kernels.memory.buffer.byteLength;
    for (const last of ["a", "b", "c"]) {
      const place = (name: string, floats: number): number =>
        name === last ? end - 4 * floats : kernels.alloc(floats);
      const start = kernels.alloc(0);
      const a = filled(place("a", m * k), 1, m * k, m * k, 1);
      const b = filled(place("b", k * n), 1, k * n, k * n, 2);
      const c = filled(place("c", m * n), 1, m * n, m * n, 3);
      const [lda, ldb] = [product === gemmTn ? m : k, product === gemmNt ? k : n];
      expect(() => product(a.pointer, b.pointer, c.pointer, m, n, k, lda, ldb, n, false)).not.toThrow();
      kernels.release(start);
    }
  });
});

test("relu makes negative floats 0 and leaves the rest as they are", () => {
  const start = kernels.alloc(8);
  kernels.view(start, 8).set([-1, 2, -0.5, 0, 3e-40, -3e-40, 7, -8]);
  kernels.relu(start, start + 24);
  // Four at a time: the last two of the eight go along.
  expect([...kernels.view(start, 8)]).toEqual([0, 2, 0, 0, Math.fround(3e-40), 0, 7, 0]);
  kernels.release(start);
});

describe("the memory", () => {
  test("grows as it is taken, keeps what it holds, and takes back", () => {
    const own = createGemm();
    const first = own.alloc(3);
    own.view(first, 3).set([1, 2, 3]);
    const second = own.alloc(1_000_000);
    expect([...own.view(first, 3)]).toEqual([1, 2, 3]);
    expect(own.view(second, 1_000_000)).toHaveLength(1_000_000);
    own.release(second);
    expect(own.alloc(5)).toBe(second);
    expect(() => own.release(second + 1_000_000)).toThrow(RangeError);
    expect(() => own.release(0)).toThrow(RangeError);
  });
});
