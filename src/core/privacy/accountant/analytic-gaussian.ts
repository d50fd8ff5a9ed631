import { logNormalCdf } from "./normal.ts";
import { boundary } from "./search.ts";

/** delta of Gaussian noise at this epsilon, exactly: Balle and Wang 2018, Theorem 8. `sigma` in sensitivities. */
export function gaussianDelta(sigma: number, epsilon: number): number {
  const half = 1 / (2 * sigma);
  const shift = epsilon * sigma;
  return Math.exp(logNormalCdf(half - shift)) - Math.exp(epsilon + logNormalCdf(-half - shift));
}

/** The least epsilon of Gaussian noise at this delta; 0 where it has even that. `sigma` in sensitivities. */
export function gaussianEpsilon(sigma: number, delta: number): number {
  if (gaussianDelta(sigma, 0) <= delta) return 0;
  return boundary((epsilon) => gaussianDelta(sigma, epsilon) <= delta).above;
}

/** The least standard deviation of Gaussian noise, in sensitivities, that gives this epsilon and delta. */
export const gaussianSigma = (epsilon: number, delta: number): number =>
  boundary((sigma) => gaussianDelta(sigma, epsilon) <= delta).above;
