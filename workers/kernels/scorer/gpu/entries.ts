import type { Top } from "../../../../src/core/dot/scorer.ts";

/** The list out of the shader's entries: turns the bits of each key back. */
export function decodeTop(entries: Uint32Array, step: number): Top {
  const bits = new Uint32Array(entries.length / 2);
  const indices = new Uint32Array(entries.length / 2);
  for (let at = 0; at < bits.length; at++) {
    const ordered = entries[2 * at]!;
    bits[at] = ordered >>> 31 === 1 ? ordered ^ 0x8000_0000 : ~ordered;
    indices[at] = entries[2 * at + 1]!;
  }
  return { indices, scores: new Float32Array(bits.buffer).map((key) => Math.fround(key * step) + 0) };
}
