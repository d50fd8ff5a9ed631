import type { Learned } from "../catalogue/learned.ts";
import { Best } from "../dot/best.ts";
import { type CreateScorer, type Encoded, encode, prepareEncoder } from "./encoder.ts";
import { featuresOf } from "./features.ts";
import { headOutputs } from "./head.ts";
import type { Interest } from "./interest.ts";
import type { Prepared, PreparedLearned } from "./prepared.ts";
import { type Product, plainProduct } from "./product.ts";
import type { Scores } from "./score.ts";

/** Products of the highest additive score, which the interest head orders anew. */
export const CANDIDATES = 300;
/** Products that the encoder scores highest, which it may add to them. */
export const REACHED = 100;

/** `product`: what multiplies the matrices; `createScorer`: makes what goes through the item vectors. */
export function prepareLearned(
  { head, encoder }: Learned,
  product: Product = plainProduct,
  createScorer?: CreateScorer,
): PreparedLearned {
  return { head, encoder: encoder && prepareEncoder(encoder, createScorer), product };
}

/**
 * The additive score with what the interest head adds to its best candidates: at least 0, so that what it has not looked at
 * stays below them. Without a head, or anything known of the shopper, the additive score itself.
 */
export function withLearned(prepared: Prepared, interest: Interest, scores: Scores): Scores {
  const { learned, unit } = prepared;
  const history = historyOf(interest);
  if (learned === undefined || history.length === 0) return scores;
  const encoded = learned.encoder && encode(learned.encoder, history, learned.product);
  const candidates = candidatesOf(bestOf(scores.total), encoded);
  const outputs = headOutputs(
    learned.head,
    featuresOf(prepared, interest, scores, candidates, encoded),
    learned.product,
  );
  const least = outputs.reduce((low, output) => Math.min(low, output), Number.POSITIVE_INFINITY);
  const added = new Map<number, number>();
  const total = scores.total.slice();
  candidates.forEach((item, row) => {
    const amount = ((outputs[row]! - least) * unit) / learned.head.baseWeight;
    added.set(item, amount);
    total[item]! += amount;
  });
  return {
    ...scores,
    total,
    logitsPerUnit: learned.head.baseWeight / unit,
    partsOf(item) {
      const learnt = added.get(item) ?? 0;
      return learnt === 0 ? scores.partsOf(item) : { ...scores.partsOf(item), learned: learnt };
    },
  };
}

/** Those of the highest additive score, best first; equal scores by the lower index. */
export function bestOf(total: Float32Array): number[] {
  const best = new Best(CANDIDATES);
  let least = Number.NEGATIVE_INFINITY;
  for (let item = 0; item < total.length; item++) if (total[item]! > least) least = best.offer(total[item]!, item);
  return [...best.ordered(1).indices];
}

/** `best`, as bestOf answers them, then those that the encoder alone reaches. */
export function candidatesOf(best: readonly number[], encoded: Encoded | undefined): readonly number[] {
  if (encoded === undefined) return best;
  const known = new Set(best);
  return [...best, ...[...encoded.top(REACHED)].filter((item) => !known.has(item))];
}

/** Products that the shopper showed interest in, the newest last: what the encoder reads. */
export function historyOf({ sources, query }: Interest): number[] {
  return sources.flatMap(({ item }, place) => (query[place]! > 0 ? item : [])).reverse();
}
