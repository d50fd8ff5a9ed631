import { pairedGap } from "../bootstrap.ts";
import { ndcgAt } from "../metrics/accuracy.ts";

/** A mean of NDCG@10 differences with its 95 % interval. */
export interface Interval {
  readonly mean: number;
  readonly low95: number;
  readonly high95: number;
}

/** Of `after` less `before`: ranks of the same shoppers' targets, one question each. */
export function intervalOf(before: Float64Array, after: Float64Array, seed: number): Interval {
  const differences = after.map((rank, at) => ndcgAt(rank, 10) - ndcgAt(before[at]!, 10));
  const { gain, low, high } = pairedGap(differences, Uint32Array.from(differences.keys()), seed);
  return { mean: gain, low95: low, high95: high };
}
