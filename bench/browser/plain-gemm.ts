import { relu } from "../../src/core/rank/product.ts";
import type { Gemm, Product } from "../../workers/kernels/gemm/gemm.ts";

const BYTES = 4 * 1024 * 1024;

/** The kernels' products in plain typed arrays, in room for a step of training: what a page without WebAssembly is left with. */
export function plainGemm(): Gemm {
  const memory = { buffer: new ArrayBuffer(BYTES) };
  const floats = new Float32Array(memory.buffer);
  let top = 0;
  /** Floats from one value of A to the next: along its rows of C, and along the sum. The same for B, along the sum and its columns of C. */
  const product =
    (steps: (lda: number, ldb: number) => readonly [ai: number, ap: number, bp: number, bj: number]): Product =>
    (a, b, c, m, n, k, lda, ldb, ldc, accumulate) => {
      const [ai, ap, bp, bj] = steps(lda, ldb);
      for (let i = 0; i < m; i++) {
        const to = c / 4 + i * ldc;
        if (!accumulate) floats.fill(0, to, to + n);
        for (let p = 0; p < k; p++) {
          const value = floats[a / 4 + i * ai + p * ap]!;
          if (value === 0) continue;
          const from = b / 4 + p * bp;
          for (let j = 0; j < n; j++) floats[to + j]! += value * floats[from + j * bj]!;
        }
      }
    };
  return {
    memory,
    gemm: product((lda, ldb) => [lda, 1, ldb, 1]),
    gemmTn: product((lda, ldb) => [1, lda, ldb, 1]),
    gemmNt: product((lda, ldb) => [lda, 1, 1, ldb]),
    relu: (start, end) => void relu(floats.subarray(start / 4, end / 4)),
    alloc(length) {
      const pointer = top;
      top += 4 * Math.ceil(length / 16) * 16;
      if (top > BYTES) throw new RangeError("there is no room for this step");
      return pointer;
    },
    release(pointer = 0) {
      top = pointer;
    },
    view: (pointer, length) => new Float32Array(memory.buffer, pointer, length),
  };
}
