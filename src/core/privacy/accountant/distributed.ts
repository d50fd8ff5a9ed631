import type { RdpCurve } from "./rdp.ts";

/** One round in which every client rounds and noises its own vector, and only the sum is seen. */
export interface DistributedRound {
  /** What one step of the whole numbers is worth: 1 / scale. */
  readonly granularity: number;
  /** Standard deviation of each client's own noise, in the unit of the clip. */
  readonly sigma: number;
  readonly clients: number;
  /** The most L2 norm of a vector before it is rounded. */
  readonly clipNorm: number;
  /** Values of a vector. */
  readonly dimension: number;
}

/**
 * The most L2 norm of a vector rounded conditionally, in the unit of the clip: Kairouz, Liu and Steinke 2021, equation 5 with beta = exp(-1/2),
 * which is never above the norm of rounding every value away from zero.
 */
export function roundedNorm({ granularity, clipNorm, dimension }: Omit<DistributedRound, "sigma" | "clients">): number {
  const inflation = granularity * (clipNorm + (granularity * Math.sqrt(dimension)) / 2);
  return Math.sqrt(clipNorm ** 2 + (granularity ** 2 * dimension) / 4 + inflation);
}

/** A sum of vectors of whole numbers, to each value of each of which its client has added discrete Gaussian noise of its own. */
export interface NoisedSum {
  /** The most L2 norm of one client's vector, without noise. */
  readonly norm: number;
  /** Standard deviation of each client's noise, in whole numbers; at least 1/2. */
  readonly sigma: number;
  /** Whose noise is in the sum. */
  readonly clients: number;
  /** Values of a vector. */
  readonly dimension: number;
}

/** What distributedGaussianRdp says, of vectors in the unit of their clip. */
export function clippedGaussianRdp(round: DistributedRound): RdpCurve {
  const { granularity, sigma, clients, dimension } = round;
  const norm = roundedNorm(round) / granularity;
  return distributedGaussianRdp({ norm, sigma: sigma / granularity, clients, dimension });
}

/**
 * Renyi bound of a sum of discrete Gaussians, which is no discrete Gaussian: Kairouz, Liu and Steinke 2021, Proposition 14, the least of
 * its three. tau is how far the sum may be off.
 */
export function distributedGaussianRdp({ norm, sigma, clients, dimension }: NoisedSum): RdpCurve {
  const sumSigma = sigma * Math.sqrt(clients);
  const tau = tauOf(clients, sigma);
  const l2 = norm / sumSigma;
  const l1 = Math.min(Math.sqrt(dimension) * l2, (norm * norm) / sumSigma);
  return (order) =>
    Math.min(
      (order / 2) * l2 ** 2 + tau * dimension,
      (order / 2) * (l2 ** 2 + 2 * l1 * tau + tau ** 2 * dimension),
      (order / 2) * (l2 + Math.sqrt(dimension) * tau) ** 2,
    );
}

/** Kairouz, Liu and Steinke 2021, Theorem 1. `sigma` in whole numbers, at least 1/2. */
function tauOf(clients: number, sigma: number): number {
  let sum = 0;
  for (let k = 1; k < clients; k++) sum += Math.exp((-2 * Math.PI ** 2 * sigma ** 2 * k) / (k + 1));
  return 10 * sum;
}
