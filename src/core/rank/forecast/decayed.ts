import { DAY_MS } from "../../time.ts";
import type { Act } from "./acts.ts";
import type { Prior } from "./prior.ts";

/** Evidence by place among the outcomes, each act halved for every `halfLifeDays` of its age. */
export function decayedSums(acts: readonly Act[], prior: Prior, halfLifeDays: number, now: number): Float64Array {
  const sums = new Float64Array(prior.outcomes.length);
  for (const { category, at, weight } of acts)
    sums[prior.placeOf[category]!]! += weight * 0.5 ** (Math.max(0, now - at) / (halfLifeDays * DAY_MS));
  return sums;
}

/** Shares of evidence, with `strength` acts' worth of `expected` added: what stands when there is none. */
export function smoothed(sums: Float64Array, expected: Float64Array, strength: number): Float64Array {
  const all = sums.reduce((total, sum) => total + sum, 0) + strength;
  return sums.map((sum, place) => (sum + strength * expected[place]!) / all);
}
