import type { RandomWords } from "../words.ts";
import { bernoulli } from "./bernoulli.ts";

/**
 * True with probability exp(-numerator / denominator), exactly: Canonne, Kamath and Steinke 2020, Algorithm 1. The fraction is at most 1.
 */
function bernoulliExp(words: RandomWords, numerator: number, denominator: number): boolean {
  let k = 1;
  while (bernoulli(words, numerator, denominator * k)) k++;
  return k % 2 === 1;
}

/**
 * A whole number x with probability in proportion to exp(-|x| / scale), exactly: Canonne, Kamath and Steinke 2020, Algorithm 2. `scale` is
 * a whole number from 1 to 2^32.
 */
export function discreteLaplace(words: RandomWords, scale: number): number {
  for (;;) {
    const rest = words.below(scale);
    if (!bernoulliExp(words, rest, scale)) continue;
    let size = rest;
    while (bernoulliExp(words, 1, 1)) size += scale;
    const negative = words.bit();
    if (!(negative && size === 0)) return negative ? -size : size;
  }
}
