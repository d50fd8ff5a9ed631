import type { Items } from "../../src/core/dot/scorer.ts";

/** Numbers from -1 to 1 out of a seed, the sum of three: denser around 0, as the values of learned vectors are. */
function spread(seed: number): () => number {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state / 2 ** 31;
  };
  return () => (next() + next() + next()) / 3;
}

/** Random item vectors as a pack ships them, int8 with a scale each, and as the peer wants them. */
export function randomItems(rows: number, dims: number): { readonly items: Items; readonly floats: Float32Array } {
  const next = spread(rows);
  const floats = Float32Array.from({ length: rows * dims }, next);
  const vectors = new Int8Array(rows * dims);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const values = floats.subarray(row * dims, (row + 1) * dims);
    const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127;
    scales[row] = scale;
    for (let j = 0; j < dims; j++) vectors[row * dims + j] = Math.round(values[j]! / scale);
  }
  return { items: { vectors, scales, dims }, floats };
}

export function randomQuery(dims: number, seed: number): Float32Array {
  return Float32Array.from({ length: dims }, spread(seed));
}
