import type { Rational } from "../rational.ts";
import type { RandomWords } from "../words.ts";
import { belowExactly, belowNearly, SLACK } from "./bernoulli.ts";
import { discreteLaplace } from "./laplace.ts";

/** The largest numerator and denominator of a variance that can be drawn from: up to here every whole number that decides is exact in floating point. */
export const MOST: Rational = { numerator: 2 ** 52, denominator: 2 ** 20 };

/**
 * Draws whole numbers x with probability in proportion to exp(-x^2 / (2 sigmaSquared)), exactly: Canonne, Kamath and Steinke 2020,
 * Algorithm 3. Floating point only ever settles comparisons whose outcome it cannot change; BigInt settles the others.
 */
export class DiscreteGaussian {
  readonly #words: RandomWords;
  readonly #scale: number;
  readonly #numerator: number;
  /** denominator x scale. */
  readonly #step: number;
  /** 2 numerator denominator scale^2: as it is exactly, and nearly. */
  readonly #divisor: bigint;
  readonly #divisorNearly: number;

  /** Throws RangeError for a variance whose numerator is not a whole number from 1 to 2^52, or its denominator not one from 1 to 2^20. */
  constructor(sigmaSquared: Rational, words: RandomWords) {
    const { numerator, denominator } = sigmaSquared;
    requireWhole("numerator", numerator, MOST.numerator);
    requireWhole("denominator", denominator, MOST.denominator);
    this.#words = words;
    this.#scale = Math.floor(Math.sqrt(numerator / denominator)) + 1;
    this.#numerator = numerator;
    this.#step = denominator * this.#scale;
    this.#divisor = 2n * BigInt(numerator) * BigInt(this.#step) * BigInt(this.#scale);
    this.#divisorNearly = Number(this.#divisor);
  }

  next(): number {
    for (;;) {
      const candidate = discreteLaplace(this.#words, this.#scale);
      if (this.#accepts(Math.abs(candidate))) return candidate;
    }
  }

  /** True with probability exp(-gamma) for gamma = (size - sigma^2 / scale)^2 / (2 sigma^2), as a product of probabilities exp(-gamma / parts). */
  #accepts(size: number): boolean {
    const distance = size * this.#step - this.#numerator;
    const gamma = (distance * distance) / this.#divisorNearly;
    // Any whole number of parts will do that surely leaves each at most 1.
    const parts = Math.ceil(gamma * (1 + SLACK));
    for (let part = 0; part < parts; part++) if (!this.#acceptsPart(size, gamma / parts, parts)) return false;
    return true;
  }

  /** Algorithm 1 with gamma / parts, which is `nearly`. */
  #acceptsPart(size: number, nearly: number, parts: number): boolean {
    let k = 1;
    while (this.#below(size, nearly / k, parts * k)) k++;
    return k % 2 === 1;
  }

  #below(size: number, nearly: number, divided: number): boolean {
    const word = this.#words.next();
    return belowNearly(word, nearly) ?? this.#belowExactly(word, size, divided);
  }

  #belowExactly(word: number, size: number, divided: number): boolean {
    const distance = BigInt(size) * BigInt(this.#step) - BigInt(this.#numerator);
    return belowExactly(this.#words, word, distance * distance, this.#divisor * BigInt(divided));
  }
}

function requireWhole(what: string, value: number, most: number): void {
  if (!(Number.isInteger(value) && value >= 1 && value <= most))
    throw new RangeError(`the variance's ${what} is ${value} and not a whole number from 1 to ${most}`);
}
