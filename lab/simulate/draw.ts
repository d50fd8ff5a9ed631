import { type Random, seededRandom } from "../random.ts";

/**
 * A stream of draws of its own for every part of a simulation, named by numbers: one draw more in one part then shifts no
 * other, and two shops that differ in their ranking alone have the same shoppers who come at the same times.
 */
export function streamOf(seed: number, ...path: readonly number[]): Random {
  const mixed = path.reduce((hash, part) => {
    const stirred = Math.imul(hash ^ part, 0x9e3779b1);
    return Math.imul(stirred ^ (stirred >>> 15), 0x85ebca6b) ^ (stirred >>> 13);
  }, seed | 0);
  return seededRandom(mixed);
}

/** Standard normal (Box and Muller, 1958). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** Time until the next of events that come `perUnit` a unit of time; for ever where none come. */
export function waiting(random: Random, perUnit: number): number {
  const units = -Math.log(1 - random.next());
  return perUnit === 0 ? Number.POSITIVE_INFINITY : units / perUnit;
}

/** Number of events where `mean` are expected (Knuth's product of draws: for small means). */
export function poisson(random: Random, mean: number): number {
  const floor = Math.exp(-mean);
  let count = 0;
  for (let product = random.next(); product > floor; product *= random.next()) count++;
  return count;
}

/** An index, drawn in proportion to its weight; the last one when all are zero. */
export function weighted(random: Random, weights: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index++) sum += weights[index]!;
  let aim = random.next() * sum;
  for (let index = 0; index < weights.length; index++) {
    aim -= weights[index]!;
    if (aim < 0) return index;
  }
  return weights.length - 1;
}

export const chance = (random: Random, probability: number): boolean => random.next() < probability;
