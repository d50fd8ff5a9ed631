/** Vectors are padded with zeros to a multiple of this, so that every kernel goes through them in equal steps. */
const STEP_DIMS = 16;

/** A query in whole numbers: `values[j] * step` is about `query[j]`. */
export interface WholeQuery {
  /** As many as `paddedDims` says. */
  readonly values: Int16Array;
  /** A power of two. */
  readonly step: number;
}

/** Padded width of vectors of `dims` values. */
export const paddedDims = (dims: number): number => Math.ceil(dims / STEP_DIMS) * STEP_DIMS;

/**
 * Rounds to the finest power of two at which no dot product with int8 values can pass 2^24: at 64 dimensions 2,048 steps a side, far below the
 * error of the items themselves. Throws RangeError for a query of another length than `dims` or with a value that is not finite.
 */
export function quantizeQuery(query: Float32Array, dims: number): WholeQuery {
  if (query.length !== dims) throw new RangeError(`query has not ${dims} values`);
  let largest = 0;
  for (const value of query) {
    if (!Number.isFinite(value)) throw new RangeError("query holds a value that is not finite");
    largest = Math.max(largest, Math.abs(value));
  }
  const step = stepOf(largest, dims);
  const values = new Int16Array(paddedDims(dims));
  for (let j = 0; j < dims; j++) values[j] = Math.round(query[j]! / step);
  return { values, step };
}

function stepOf(largest: number, dims: number): number {
  if (largest === 0) return 1;
  const steps = Math.min(32_767, Math.floor(2 ** 17 / dims));
  // The logarithm may be off by its last bit: the loops put that right.
  let step = 2 ** Math.ceil(Math.log2(largest / steps));
  while (largest > steps * step) step *= 2;
  while (largest <= steps * (step / 2)) step /= 2;
  return step;
}
