const TERMS = 200;

/**
 * log of erfc(x) = 2/sqrt(pi) times the integral of exp(-t^2) from x on, relatively accurate far into the tail, where erfc itself is 0.
 * Series and continued fraction: Abramowitz and Stegun 7.1.6 and 7.1.14.
 */
export function logErfc(x: number): number {
  if (x < 2) return Math.log1p(-erf(x));
  if (x === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
  let fraction = x;
  // It converges by x times the root of the terms.
  for (let k = Math.ceil((4 * TERMS) / (x * x)) + 4; k > 0; k--) fraction = x + k / 2 / fraction;
  return -x * x - Math.log(fraction * Math.sqrt(Math.PI));
}

/** Any x below 2; beyond -6 it is -1 in floating point. */
function erf(x: number): number {
  if (x < -6) return -1;
  let term = x;
  let sum = x;
  for (let n = 1; n < TERMS; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return ((2 * sum) / Math.sqrt(Math.PI)) * Math.exp(-x * x);
}

/** log of the standard normal distribution function. */
export const logNormalCdf = (x: number): number => logErfc(-x / Math.SQRT2) - Math.LN2;
