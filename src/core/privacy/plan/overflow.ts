import type { Rational } from "../rational.ts";

const HALF_MODULUS = 2n ** 31n;
/** 12^2: twelve standard deviations. */
const TWELVE_SQUARED = 144n;

/**
 * Whether no sum of a batch can leave the middle of mod 2^32: largest batch x bound + 12 sqrt(noises) sigma < 2^31, in whole numbers. A value of a
 * report is never larger than the report's norm, and noise beyond twelve deviations is once in 10^32 values.
 *
 * @param noises How many noises of this variance are in a sum of all buckets: of both aggregators in each, or of every device.
 */
export function fitsModulus(
  largestBatch: number,
  boundSquared: number,
  sigmaSquared: Rational,
  noises: number,
): boolean {
  const room = HALF_MODULUS - BigInt(largestBatch) * rootUp(boundSquared);
  if (room <= 0n) return false;
  return (
    room ** 2n * BigInt(sigmaSquared.denominator) > TWELVE_SQUARED * BigInt(noises) * BigInt(sigmaSquared.numerator)
  );
}

/** The least whole number whose square is at least this one, which is below 2^53. */
function rootUp(square: number): bigint {
  let root = BigInt(Math.ceil(Math.sqrt(square)));
  while (root ** 2n < BigInt(square)) root++;
  while ((root - 1n) ** 2n >= BigInt(square)) root--;
  return root;
}
