import { chacha20 } from "../share/chacha20.ts";
import { type Block, isRotated, lengthOf } from "./block.ts";

const WORD_BITS = 32;

/**
 * The public signs of each block's rotation, in order; none for blocks that are not rotated. All devices of a round and the trainer make the
 * same from the round's seed of 32 bytes.
 */
export function signsOf(blocks: readonly Block[], seed: Uint8Array): readonly (Uint32Array | undefined)[] {
  const words = blocks.map((block) => (isRotated(block) ? Math.ceil(lengthOf(block) / WORD_BITS) : 0));
  const stream = new Uint32Array(words.reduce((sum, count) => sum + count, 0));
  chacha20(seed, stream);
  let at = 0;
  return words.map((count) => {
    const signs = stream.subarray(at, at + count);
    at += count;
    return count === 0 ? undefined : signs;
  });
}
