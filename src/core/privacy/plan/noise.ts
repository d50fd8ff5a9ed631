import type { Rational } from "../rational.ts";

/** At least so many steps below the variance: rounded up, it is off by no more than a millionth. */
const STEPS = 2 ** 20;
const MICRO = 1_000_000n;

/**
 * The least variance of this form that is at least (noise multiplier x bound)^2, computed in whole numbers.
 *
 * @param noiseMultiplier Above 0; a standard deviation in units of the bound.
 * @param boundSquared The whole number that a report's squares sum to at most.
 */
export function sigmaSquaredFor(noiseMultiplier: number, boundSquared: number): Rational {
  const wanted = noiseMultiplier ** 2 * boundSquared;
  const denominator = wanted >= STEPS ? 1 : 2 ** Math.ceil(Math.log2(STEPS / wanted));
  const z = exactly(noiseMultiplier);
  const above = z.numerator ** 2n * BigInt(boundSquared) * BigInt(denominator);
  return { numerator: Number(dividedUp(above, z.denominator ** 2n)), denominator };
}

/** Whether a variance is at least (noise multiplier x bound)^2, exactly. */
export function coversNoise(sigmaSquared: Rational, noiseMultiplier: number, boundSquared: number): boolean {
  const z = exactly(noiseMultiplier);
  const left = BigInt(sigmaSquared.numerator) * z.denominator ** 2n;
  return left >= z.numerator ** 2n * BigInt(boundSquared) * BigInt(sigmaSquared.denominator);
}

/**
 * What one participation costs in millionths of zCDP's rho, rounded up: bound^2 / (2 sigma^2), Canonne, Kamath and Steinke 2020, Theorem 4. Of the
 * two aggregators' noises one counts: the other may be known to whoever looks.
 */
export function microRhoOf(sigmaSquared: Rational, boundSquared: number): number {
  const above = MICRO * BigInt(boundSquared) * BigInt(sigmaSquared.denominator);
  return Number(dividedUp(above, 2n * BigInt(sigmaSquared.numerator)));
}

/** A positive number in floating point as the fraction that it is. */
function exactly(value: number): { readonly numerator: bigint; readonly denominator: bigint } {
  let [whole, doublings] = [value, 0n];
  for (; !Number.isInteger(whole); doublings++) whole *= 2;
  return { numerator: BigInt(whole), denominator: 1n << doublings };
}

const dividedUp = (above: bigint, below: bigint): bigint => (above + below - 1n) / below;
