import type { Gemm } from "../../workers/kernels/gemm/gemm.ts";

/** A row-major matrix in the memory of the kernels. */
export interface Matrix {
  readonly pointer: number;
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

/** All the room that one training needs, taken at once: memory that grows would detach every view. */
export class Workspace {
  readonly gemm: Gemm;
  readonly #base: number;
  readonly #all: Float32Array;
  #used = 0;

  constructor(gemm: Gemm, floats: number) {
    this.gemm = gemm;
    this.#base = gemm.alloc(floats);
    this.#all = gemm.view(this.#base, floats);
  }

  matrix(rows: number, columns: number): Matrix {
    const from = this.#used;
    // Rows of whole vectors: every matrix starts on 16 floats.
    this.#used += Math.ceil((rows * columns) / 16) * 16;
    if (this.#used > this.#all.length) throw new RangeError("the training's workspace is too small");
    return { pointer: this.#base + 4 * from, rows, columns, data: this.#all.subarray(from, from + rows * columns) };
  }

  free(): void {
    this.gemm.release(this.#base);
  }
}

/** C[m x n] (+)= A[m x k] B[k x n], with the first `rows` rows of A and C. */
export function multiply({ gemm }: Workspace, a: Matrix, b: Matrix, c: Matrix, rows: number, add = false): void {
  gemm.gemm(a.pointer, b.pointer, c.pointer, rows, b.columns, a.columns, a.columns, b.columns, c.columns, add);
}

/** C[m x n] (+)= Aᵀ B, summed over the first `rows` rows of A and B. */
export function multiplyTn({ gemm }: Workspace, a: Matrix, b: Matrix, c: Matrix, rows: number, add = false): void {
  gemm.gemmTn(a.pointer, b.pointer, c.pointer, a.columns, b.columns, rows, a.columns, b.columns, c.columns, add);
}

/** C[m x n] (+)= A Bᵀ, with the first `rows` rows of A and C, and the first `columns` rows of B. */
export function multiplyNt(
  { gemm }: Workspace,
  a: Matrix,
  b: Matrix,
  c: Matrix,
  rows: number,
  add = false,
  columns: number = b.rows,
): void {
  gemm.gemmNt(a.pointer, b.pointer, c.pointer, rows, columns, a.columns, a.columns, b.columns, c.columns, add);
}
