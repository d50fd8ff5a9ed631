import type { RandomBytes } from "../random.ts";
import { chacha20, KEY_BYTES } from "./chacha20.ts";

/** A report in two parts, each of which alone is random. */
export interface Shares {
  /** The helper's: 32 bytes, which `expandSeed` makes its vector of. */
  readonly helperSeed: Uint8Array<ArrayBuffer>;
  /** The leader's: what is left, mod 2^32. */
  readonly leader: Uint32Array<ArrayBuffer>;
}

/** Splits a report; the report itself is not changed. */
export function share(report: Uint32Array, random: RandomBytes): Shares {
  const helperSeed = new Uint8Array(KEY_BYTES);
  random(helperSeed);
  const leader = expandSeed(helperSeed, report.length);
  for (let at = 0; at < leader.length; at++) leader[at] = report[at]! - leader[at]!;
  return { helperSeed, leader };
}

/** The helper's vector: its seed's ChaCha20 key stream. */
export function expandSeed(seed: Uint8Array, length: number): Uint32Array<ArrayBuffer> {
  const vector = new Uint32Array(length);
  chacha20(seed, vector);
  return vector;
}

/** Adds a vector to a sum mod 2^32, in place. */
export function addTo(sum: Uint32Array, vector: Uint32Array): void {
  if (sum.length !== vector.length)
    throw new TypeError(`addTo: a vector of ${vector.length} values for a sum of ${sum.length}`);
  for (let at = 0; at < sum.length; at++) sum[at] = sum[at]! + vector[at]!;
}
