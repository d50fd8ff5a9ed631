import type { Rational } from "../../src/core/privacy/rational.ts";

/** Noise makes an honest sum look impossible once in 10^12. */
const LOG_ODDS = Math.log(1e12);

/**
 * The most L2 norm of an opened sum of honest reports, in whole numbers: as many times a report's bound as there are reports, and the noise of both aggregators.
 * Noise of `length` values, each subgaussian with variance 2 sigma^2 (Canonne, Kamath and Steinke 2020, section 2), is longer than
 * sigma sqrt(2 (d + 2 sqrt(d t) + 2 t)) with probability exp(-t) at most (Hsu, Kakade and Zhang 2012, Theorem 2.1).
 */
export function mostNorm(reports: number, boundSquared: number, sigmaSquared: Rational, length: number): number {
  const variance = (2 * sigmaSquared.numerator) / sigmaSquared.denominator;
  const tail = length + 2 * Math.sqrt(length * LOG_ODDS) + 2 * LOG_ODDS;
  return reports * Math.sqrt(boundSquared) + Math.sqrt(variance * tail);
}

/** Whether an opened sum, mod 2^32, can be of so many honest reports. One that cannot is dropped; one that can may still hold lies. */
export function isPossible(
  opened: Uint32Array,
  reports: number,
  boundSquared: number,
  sigmaSquared: Rational,
): boolean {
  const squares = opened.reduce((sum, value) => sum + (value | 0) ** 2, 0);
  return Math.sqrt(squares) <= mostNorm(reports, boundSquared, sigmaSquared, opened.length);
}
