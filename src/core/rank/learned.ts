import type { Learned } from "../catalogue/learned.ts";
import { createBest } from "../dot/best.ts";
import { finish, type Steps } from "../steps.ts";
import { type CreateScorer, type Encoded, encode, prepareEncoder } from "./encoder.ts";
import { FEATURES, featuresOf } from "./features.ts";
import { headOutputs } from "./head.ts";
import type { Interest } from "./interest.ts";
import { BASE_WEIGHT } from "./linear.ts";
import { marksOf, type Token } from "./marks.ts";
import type { Prepared, PreparedLearned } from "./prepared.ts";
import { type Product, plainProduct } from "./product.ts";
import { type Scores, withoutZeros } from "./score.ts";
import { sharedSays } from "./shared-head.ts";
import { topSteps } from "./top.ts";

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

/** Products of the highest score that a head trained on the device orders anew: what it learned from were the first of such lists. */
export const RETOUCHED = 15;

/**
 * The additive score with what the interest head adds to its best candidates: at least 0, so that what it has not looked at
 * stays below them; what a published model adds to the same; and then, to the first of these, what the device's own training changes. Without
 * any of them, or anything known of the shopper, the additive score itself.
 */
export const withLearned = (prepared: Prepared, interest: Interest, scores: Scores): Scores =>
  finish(learnedSteps(prepared, interest, scores));

/** The same with a few places to rest, since it runs in workers alone. */
export function* learnedSteps(prepared: Prepared, interest: Interest, scores: Scores): Steps<Scores> {
  const { learned, unit } = prepared;
  const history = historyOf(interest);
  if (learned === undefined || history.length === 0) return scores;
  const { head, shared, tuned, encoder, product } = learned;
  const encoded = encoder && encode(encoder, history, product);
  const best = bestOf(scores.total);
  const candidates = candidatesOf(best, encoded);
  const features = featuresOf({ prepared, interest, scores, best, encoded }, candidates);
  const added = { learned: new Map<number, number>(), shared: new Map<number, number>() };
  const total = scores.total.slice();
  const add = (to: Map<number, number>, rows: readonly number[], outputs: Float32Array, baseWeight: number): void => {
    const least = Math.min(...outputs);
    rows.forEach((row, at) => {
      const item = candidates[row]!;
      const amount = ((outputs[at]! - least) * unit) / baseWeight;
      to.set(item, (to.get(item) ?? 0) + amount);
      total[item]! += amount;
    });
  };
  const all = [...candidates.keys()];
  const outputs = head && headOutputs(head, features, product);
  if (head && outputs) add(added.learned, all, outputs, head.baseWeight);
  if (shared) add(added.shared, all, sharedSays(shared, features, product), head?.baseWeight ?? BASE_WEIGHT);
  if (tuned) {
    const first = yield* topSteps(all, (row) => total[candidates[row]!]!, RETOUCHED);
    const width = FEATURES.length;
    const rows = first.flatMap((row) => [...features.subarray(row * width, (row + 1) * width)]);
    const own = headOutputs(tuned, Float32Array.from(rows), product);
    add(
      added.learned,
      first,
      own.map((output, at) => output - (outputs?.[first[at]!] ?? 0)),
      tuned.baseWeight,
    );
  }
  return {
    ...scores,
    total,
    ...(head && { logitsPerUnit: head.baseWeight / unit }),
    partsOf(item) {
      const own = { learned: added.learned.get(item) ?? 0, shared: added.shared.get(item) ?? 0 };
      return { ...scores.partsOf(item), ...withoutZeros(own) };
    },
  };
}

/** Those of the highest additive score, best first; equal scores by the lower index. */
export function bestOf(total: Float32Array): number[] {
  const best = createBest(CANDIDATES);
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

/** Stays in which the shopper showed interest, the newest last: what the encoder reads. */
export function historyOf({ sources, query }: Interest): Token[] {
  return sources
    .flatMap(({ item, touch }, place) => (query[place]! > 0 ? { item, marks: marksOf(touch) } : []))
    .reverse();
}
