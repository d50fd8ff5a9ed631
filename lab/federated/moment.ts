import type { ItemIndex } from "../../src/core/brands.ts";
import { featuresOf } from "../../src/core/rank/features.ts";
import { bestOf } from "../../src/core/rank/learned.ts";
import type { Prepared } from "../../src/core/rank/prepared.ts";
import { scoreAll } from "../../src/core/rank/score.ts";
import { interestAfter } from "../system.ts";

/** What a shop without learned parts makes of a shopper who looked at these, in time order. */
export interface Seen {
  /** Additive scores of all products. */
  readonly total: Float32Array;
  /** Those of the highest, best first: what a head orders anew. */
  readonly best: readonly number[];
  featuresOf(candidates: readonly number[]): Float32Array;
}

export function seen(prepared: Prepared, history: readonly ItemIndex[], stepMs: number): Seen {
  const interest = interestAfter(prepared, history, stepMs);
  const scores = scoreAll(prepared, interest, new Map());
  const best = bestOf(scores.total);
  return {
    total: scores.total,
    best,
    featuresOf: (candidates) => featuresOf({ prepared, interest, scores, best, encoded: undefined }, candidates),
  };
}
