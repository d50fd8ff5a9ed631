import { instantiate, PAGE_BYTES } from "../wasm.ts";
import { WASM } from "./gemm.wasm.ts";

const ALIGNMENT_BYTES = 64;

/**
 * A product of row-major float32 matrices, written to C, or added to it. `a`, `b` and `c` are what `alloc` answers; `m`, `n`, `k` are at
 * least 1; `lda`, `ldb`, `ldc` are floats from one stored row to the next. C overlaps neither A nor B.
 */
export type Product = (
  a: number,
  b: number,
  c: number,
  m: number,
  n: number,
  k: number,
  lda: number,
  ldb: number,
  ldc: number,
  accumulate: boolean,
) => void;

/** Matrix products by WASM SIMD, on matrices that live in a memory of their own. */
export interface Gemm {
  /** Its buffer is another one after the memory has grown. */
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Takes room for `length` floats from the top and answers its first byte. What was there before is not cleared. */
  alloc(length: number): number;
  /** Gives back the room at `pointer` and all that was taken after it; without one, all of it. */
  release(pointer?: number): void;
  /** The floats at `pointer`. Good until the next `alloc`, which may grow the memory and detach every view. */
  view(pointer: number, length: number): Float32Array<ArrayBuffer>;
  /** C[m x n] (+)= A[m x k] B[k x n] */
  readonly gemm: Product;
  /** C[m x n] (+)= AᵀB[k x n], A stored [k x m] */
  readonly gemmTn: Product;
  /** C[m x n] (+)= A[m x k] Bᵀ, B stored [n x k] */
  readonly gemmNt: Product;
  /** Negative floats from the byte `start` to before `end` become 0, four at a time; what `alloc` answers has room for the last. */
  readonly relu: (start: number, end: number) => void;
}

interface Exports extends Pick<Gemm, "gemm" | "gemmTn" | "gemmNt" | "relu"> {
  readonly memory: WebAssembly.Memory & { readonly buffer: ArrayBuffer };
  readonly heap: WebAssembly.Global<"i32">;
}

/** Throws where WebAssembly with SIMD may not run. */
export function createGemm(): Gemm {
  // The module is compiled from the text beside this file.
  const { heap, ...kernels } = instantiate(WASM) as unknown as Exports;
  const { memory } = kernels;
  const start = aligned(heap.value);
  let top = start;
  return {
    ...kernels,
    alloc(length) {
      const end = aligned(top + 4 * length);
      const missing = end - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
      const pointer = top;
      top = end;
      return pointer;
    },
    release(pointer = start) {
      if (pointer < start || pointer > top) throw new RangeError("no pointer of alloc");
      top = pointer;
    },
    view: (pointer, length) => new Float32Array(memory.buffer, pointer, length),
  };
}

const aligned = (byte: number): number => (byte + ALIGNMENT_BYTES - 1) & -ALIGNMENT_BYTES;
