import type { RandomWords } from "../words.ts";

const WORD = 2 ** 32;
const WORD_BITS = 32n;

/** How far a number in floating point may be off, as a share of itself: eight times what four roundings do. */
export const SLACK: number = 2 ** -48;

/**
 * Whether a uniform number, of which `word` is the first 32 bits, is below a probability, as far as floating point can tell; undefined
 * where it cannot: once in some billion draws. `nearly` is the probability to within SLACK of itself.
 */
export function belowNearly(word: number, nearly: number): boolean | undefined {
  const scaled = nearly * WORD;
  if (word + 1 <= scaled - scaled * SLACK) return true;
  if (word >= scaled + scaled * SLACK) return false;
  return undefined;
}

/** The same in whole numbers, with as many more words as it takes. The probability is numerator / denominator, 0 to 1. */
export function belowExactly(words: RandomWords, word: number, numerator: bigint, denominator: bigint): boolean {
  let rest = numerator;
  for (let next = BigInt(word); ; next = BigInt(words.next())) {
    rest = (rest << WORD_BITS) - next * denominator;
    if (rest <= 0n) return false;
    if (rest >= denominator) return true;
  }
}

/** True with probability numerator / denominator, exactly. Whole numbers below 2^53, the first not above the second. */
export function bernoulli(words: RandomWords, numerator: number, denominator: number): boolean {
  const word = words.next();
  return (
    belowNearly(word, numerator / denominator) ?? belowExactly(words, word, BigInt(numerator), BigInt(denominator))
  );
}
