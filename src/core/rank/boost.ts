import type { RankRequest } from "../bridge/protocol.ts";
import type { Moment } from "./moment.ts";

/** Factors by product, of those the catalogue knows. */
export function boostsOf(moment: Moment, request: RankRequest): Map<number, number> {
  const factors = new Map<number, number>();
  for (const [id, factor] of Object.entries(request.boost ?? {})) {
    const item = moment.prepared.aliases.resolve(id);
    if (item !== undefined) factors.set(item, factor);
  }
  return factors;
}

/** A factor over 1 always lifts and one under 1 always lowers, also where the score is negative. */
export function boosted(score: number, factor: number | undefined): number {
  return factor === undefined ? score : score + Math.abs(score) * (factor - 1);
}
