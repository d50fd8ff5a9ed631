import { type Block, lengthOf, reportLength } from "./block.ts";
import { rotateBack } from "./rotate.ts";
import { signsOf } from "./signs.ts";

/**
 * What a sum of reports says, a vector for each block, of its size, in the unit of its values: centred from mod 2^32, unscaled, turned back.
 * Rounding and noise are still in it.
 */
export function decode(blocks: readonly Block[], sum: Uint32Array, rotationSeed: Uint8Array): Float64Array[] {
  if (sum.length !== reportLength(blocks))
    throw new TypeError(`decode: a sum of these blocks has ${reportLength(blocks)} values and not ${sum.length}`);
  const signs = signsOf(blocks, rotationSeed);
  let at = 0;
  return blocks.map((block, index) => {
    const values = Float64Array.from(sum.subarray(at, at + lengthOf(block)), (value) => (value | 0) / block.scale);
    at += values.length;
    if (signs[index] !== undefined) rotateBack(values, signs[index]);
    return values.subarray(0, block.size);
  });
}
