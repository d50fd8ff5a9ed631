import type { RandomWords } from "../words.ts";

const WORD = 2 ** 32;
/** At 39 % a try or more, this many all fail once in 10^13 blocks. */
const TRIES = 60;

/**
 * Each value rounded up or down by chance, so that its mean is the value, again and again until the squares sum to at most `boundSquared`
 * (Kairouz, Liu and Steinke 2021, Algorithm 1). Towards zero, which the bound always allows, where chance fails.
 *
 * @param values Of an L2 norm that `boundSquared` was made for.
 * @param rounded Where the whole numbers go, as long as `values`; mod 2^32.
 */
export function roundWithin(
  values: Float64Array,
  boundSquared: number,
  words: RandomWords,
  rounded: Uint32Array,
): void {
  for (let left = TRIES; left > 0; left--) if (tryRound(values, words, rounded) <= boundSquared) return;
  for (let at = 0; at < values.length; at++) rounded[at] = Math.trunc(values[at]!);
}

/** The sum of squares that came out. */
function tryRound(values: Float64Array, words: RandomWords, rounded: Uint32Array): number {
  let squares = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    const floor = Math.floor(value);
    const whole = floor + (isBelow(words, value - floor) ? 1 : 0);
    squares += whole * whole;
    rounded[at] = whole;
  }
  return squares;
}

/** True with a probability that floating point holds, exactly: every step is exact. */
function isBelow(words: RandomWords, probability: number): boolean {
  for (let rest = probability; rest > 0; ) {
    const scaled = rest * WORD;
    const word = words.next();
    const whole = Math.floor(scaled);
    if (word !== whole) return word < whole;
    rest = scaled - whole;
  }
  return false;
}
