import type { DiscreteGaussian } from "./discrete-gaussian.ts";

/** Adds a fresh draw to every value of a vector mod 2^32, in place: a device's own report (mode C), or an aggregator's share of a sum. */
export function addNoise(vector: Uint32Array, noise: DiscreteGaussian): void {
  for (let at = 0; at < vector.length; at++) vector[at] = vector[at]! + noise.next();
}
