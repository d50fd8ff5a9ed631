import { type Matrix, multiply, type Workspace } from "../../compiler/train/workspace.ts";

/** Rows and columns that are swept at once. */
const BLOCK = 128;

/** Floats of workspace that a matrix of this size and its inversion take. */
export const inverseFloats = (size: number): number => size * size + 2 * size * BLOCK + BLOCK * BLOCK + 64;

/**
 * Inverts a symmetric positive definite matrix in place: a symmetric sweep (Goodnight, A Tutorial on the SWEEP
 * Operator, The American Statistician 33, 1979) by blocks, on the lower triangle; size³ operations in float32 by the
 * kernels, the pivots inverted in float64. It does not look for pivots: the matrix must be far from singular, as a
 * ridge makes it.
 */
export function invert(workspace: Workspace, matrix: Matrix, onShare: (share: number) => void): void {
  const size = matrix.rows;
  const width = Math.min(BLOCK, size);
  const column = workspace.matrix(size, width);
  const slope = workspace.matrix(size, width);
  const pivot = workspace.matrix(width, width);
  for (let from = 0; from < size; from += BLOCK) {
    const to = Math.min(from + BLOCK, size);
    readColumn(matrix, column, from, to);
    readPivot(column, pivot, from, to - from);
    // The last block is narrower: its strides stay, the rest of its columns is zero.
    multiply(workspace, column, pivot, slope, size);
    column.data.fill(0, from * width, to * width);
    writeColumn(matrix, slope, pivot, from, to);
    slope.data.fill(0, from * width, to * width);
    for (let start = 0; start < size; start += BLOCK)
      addBelow(workspace, matrix, slope, column, start, Math.min(BLOCK, size - start));
    onShare(to / size);
  }
  negated(matrix);
}

/** Columns `from` to `to`, of which those above the diagonal stand in the rows. */
function readColumn({ data, rows: size }: Matrix, { data: column, columns: width }: Matrix, from: number, to: number) {
  column.fill(0);
  for (let row = from; row < size; row++)
    column.set(data.subarray(row * size + from, row * size + Math.min(row + 1, to)), row * width);
  for (let c = from; c < to; c++)
    for (let row = 0; row < c; row++) column[row * width + c - from] = data[c * size + row]!;
}

/** What the pivot's inverse is, negated; zero where the last block has no column. */
function readPivot({ data: column }: Matrix, { data: pivot, columns: width }: Matrix, from: number, count: number) {
  const block = Float64Array.from({ length: count * count }, (_, at) => {
    const row = Math.floor(at / count);
    return column[(from + row) * width + (at % count)]!;
  });
  invertSmall(block, count);
  pivot.fill(0);
  for (let row = 0; row < count; row++)
    for (let c = 0; c < count; c++) pivot[row * width + c] = -block[row * count + c]!;
}

/** Gauss and Jordan, in place. */
function invertSmall(block: Float64Array, size: number): void {
  for (let k = 0; k < size; k++) {
    const inverse = 1 / block[k * size + k]!;
    block[k * size + k] = 1;
    for (let c = 0; c < size; c++) block[k * size + c]! *= inverse;
    for (let row = 0; row < size; row++) {
      const factor = block[row * size + k]!;
      if (row === k || factor === 0) continue;
      block[row * size + k] = 0;
      for (let c = 0; c < size; c++) block[row * size + c]! -= factor * block[k * size + c]!;
    }
  }
}

/** Puts the swept block in place of columns `from` to `to`: `slope` and `pivot` are negative. */
function writeColumn(matrix: Matrix, slope: Matrix, pivot: Matrix, from: number, to: number): void {
  const { data, rows: size } = matrix;
  const { data: slopes, columns: width } = slope;
  for (let c = from; c < to; c++)
    for (let row = 0; row < from; row++) data[c * size + row] = -slopes[row * width + c - from]!;
  for (let row = from; row < to; row++)
    for (let c = from; c < to; c++) data[row * size + c] = pivot.data[(row - from) * width + c - from]!;
  for (let row = to; row < size; row++)
    for (let c = from; c < to; c++) data[row * size + c] = -slopes[row * width + c - from]!;
}

/** Adds slope x columnᵀ to `count` columns of the matrix from `start` on, from their diagonal down. */
function addBelow({ gemm }: Workspace, m: Matrix, slope: Matrix, column: Matrix, start: number, count: number): void {
  const size = m.rows;
  const width = slope.columns;
  gemm.gemmNt(
    slope.pointer + 4 * start * width,
    column.pointer + 4 * start * width,
    m.pointer + 4 * (start * size + start),
    size - start,
    count,
    width,
    width,
    width,
    size,
    true,
  );
}

/** The other sign, and the upper triangle as the lower. */
function negated({ data, rows: size }: Matrix): void {
  for (let row = 0; row < size; row++) {
    for (let c = 0; c <= row; c++) {
      const value = -data[row * size + c]!;
      data[row * size + c] = value;
      data[c * size + row] = value;
    }
  }
}
