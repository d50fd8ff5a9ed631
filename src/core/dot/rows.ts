import { paddedDims } from "./query.ts";
import type { Items } from "./scorer.ts";

/** Writes the vectors padded to `paddedDims` into an array of zeros. */
export function padRows({ vectors, scales, dims }: Items, into: Int8Array): void {
  const width = paddedDims(dims);
  if (width === dims) into.set(vectors);
  else
    for (let row = 0; row < scales.length; row++) into.set(vectors.subarray(row * dims, (row + 1) * dims), row * width);
}
