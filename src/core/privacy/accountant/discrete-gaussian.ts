/** Standard deviations beyond which exp(-x^2 / (2 sigma^2)) is 0 in floating point. */
const REACH = 39;

const reachOf = (sigmaSquared: number): number => Math.ceil(REACH * Math.sqrt(sigmaSquared));

/** The sum of exp(-x^2 / (2 sigmaSquared)) over all whole numbers x: Canonne, Kamath and Steinke 2020, Definition 1. */
export function discreteGaussianNormaliser(sigmaSquared: number): number {
  return 1 + 2 * weightFrom(1, sigmaSquared);
}

/** Probability of each whole number from -reach to reach. */
export function discreteGaussianPmf(sigmaSquared: number, reach: number): Float64Array {
  const normaliser = discreteGaussianNormaliser(sigmaSquared);
  return Float64Array.from({ length: 2 * reach + 1 }, (_, at) => weight(at - reach, sigmaSquared) / normaliser);
}

/**
 * delta of discrete Gaussian noise on one whole number, at this epsilon, exactly: Canonne, Kamath and Steinke 2020, Theorem 7.
 * `sensitivity` is a whole number.
 */
export function discreteGaussianDelta(sigmaSquared: number, epsilon: number, sensitivity: number): number {
  const middle = (epsilon * sigmaSquared) / sensitivity;
  const above = (x: number): number => weightFrom(Math.floor(x) + 1, sigmaSquared);
  const half = sensitivity / 2;
  const difference = above(middle - half) - Math.exp(epsilon) * above(middle + half);
  return difference / discreteGaussianNormaliser(sigmaSquared);
}

const weight = (x: number, sigmaSquared: number): number => Math.exp(-(x * x) / (2 * sigmaSquared));

/** The weights of all whole numbers from `first` on, added from the smallest. */
function weightFrom(first: number, sigmaSquared: number): number {
  const reach = reachOf(sigmaSquared);
  let sum = 0;
  for (let x = reach; x >= Math.max(first, -reach); x--) sum += weight(x, sigmaSquared);
  return sum;
}
