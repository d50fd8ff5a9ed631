import type { RandomBytes } from "../random.ts";
import { RandomWords } from "../words.ts";
import { type Block, boundSquared, lengthOf, reportLength } from "./block.ts";
import { clipped } from "./clip.ts";
import { rotate } from "./rotate.ts";
import { roundWithin } from "./round.ts";
import { signsOf } from "./signs.ts";

/**
 * One device's values as whole numbers mod 2^32, block after block: clipped, turned where the block's kind is, scaled and rounded within the
 * block's bound. No noise yet.
 *
 * @param values A vector for each block, of its size.
 * @param rotationSeed Public, 32 bytes, the same for all reports of a sum.
 * @throws NotFiniteError for NaN and infinity.
 */
export function encode(
  blocks: readonly Block[],
  values: readonly ArrayLike<number>[],
  rotationSeed: Uint8Array,
  random: RandomBytes,
): Uint32Array<ArrayBuffer> {
  const words = new RandomWords(random);
  const signs = signsOf(blocks, rotationSeed);
  const report = new Uint32Array(reportLength(blocks));
  let at = 0;
  blocks.forEach((block, index) => {
    const given = values[index];
    if (given?.length !== block.size)
      throw new TypeError(`encode: block ${block.name} takes ${block.size} values and was given ${given?.length}`);
    const padded = new Float64Array(lengthOf(block));
    padded.set(clipped(given, block.clipNorm, `block ${block.name}`));
    if (signs[index] !== undefined) rotate(padded, signs[index]);
    for (let i = 0; i < padded.length; i++) padded[i] = padded[i]! * block.scale;
    roundWithin(padded, boundSquared(block), words, report.subarray(at, at + padded.length));
    at += padded.length;
  });
  return report;
}
