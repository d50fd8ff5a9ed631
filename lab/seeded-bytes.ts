import type { SeededRandom } from "../src/core/privacy/random.ts";
import { chacha20, KEY_BYTES } from "../src/core/privacy/share/chacha20.ts";

/** Words made at once. */
const BATCH = 4_096;

/**
 * Bytes that depend on nothing but a seed of up to 32 bits, a stream in as many calls as are made: the key streams of the keys (seed, 0), (seed, 1)
 * and so on. For simulation and tests only.
 */
export function seededBytes(seed: number): SeededRandom {
  const key = new Uint8Array(KEY_BYTES);
  const view = new DataView(key.buffer);
  view.setUint32(0, seed, true);
  const words = new Uint32Array(BATCH);
  const batch = new Uint8Array(words.buffer);
  let at = batch.length;
  let batches = 0;
  const fill = (bytes: Uint8Array): void => {
    for (let filled = 0; filled < bytes.length; ) {
      if (at === batch.length) {
        view.setUint32(4, batches++, true);
        chacha20(key, words);
        at = 0;
      }
      const part = batch.subarray(at, at + bytes.length - filled);
      bytes.set(part, filled);
      filled += part.length;
      at += part.length;
    }
  };
  // The cast: the brand is in the type only, and made here alone.
  return fill as SeededRandom;
}
