import { finish, type Steps } from "../steps.ts";
import { POLICY } from "./policy.ts";
import type { Prepared } from "./prepared.ts";
import { likeness } from "./similarity.ts";

/** Places that are spread, and candidates looked at for them: the work grows with their product. */
const PLACES = 50;
const LOOKED_AT = 200;

/**
 * The first `n` of `candidates` (best first) by maximal marginal relevance: each next one maximises
 * (1 - diversity) * relevance - diversity * likeness to the nearest already chosen. After the first PLACES, where
 * nobody compares with the top any more, the rest go by score.
 * (Carbonell and Goldstein, The use of MMR, SIGIR 1998.)
 */
export const diversify = (
  prepared: Prepared,
  candidates: readonly number[],
  relevanceOf: (item: number) => number,
  n: number,
): number[] => finish(diversifySteps(prepared, candidates, relevanceOf, n));

/** The same with places to rest. */
export function* diversifySteps(
  prepared: Prepared,
  candidates: readonly number[],
  relevanceOf: (item: number) => number,
  n: number,
): Steps<number[]> {
  const open = candidates
    .slice(0, LOOKED_AT)
    .map((item) => ({ item, relevance: relevanceOf(item), nearest: 0, compared: 0 }));
  const chosen: number[] = [];
  while (chosen.length < Math.min(n, PLACES) && open.length > 0) {
    let pick = 0;
    for (let k = 1; k < open.length; k++) if (marginal(open[k]!) > marginal(open[pick]!)) pick = k;
    const best = open[pick]!;
    if (best.compared === chosen.length) {
      chosen.push(best.item);
      open.splice(pick, 1);
      yield;
      continue;
    }
    // Likeness to more of the chosen only lowers what a candidate has: those that never come first need not be compared.
    for (; best.compared < chosen.length; best.compared++)
      best.nearest = Math.max(best.nearest, likeness(prepared, best.item, chosen[best.compared]!));
  }
  const taken = new Set(chosen);
  const rest = candidates.filter((item) => !taken.has(item));
  return [...chosen, ...rest.slice(0, n - chosen.length)];
}

/**
 * How relevant a score is beside the best one, 0 to 1: its share of it, or, where scores are a softmax's logits, how likely beside the
 * likeliest. `logitsPerUnit` as in Scores.
 */
export function relevanceBeside(best: number, logitsPerUnit: number | undefined): (score: number) => number {
  if (logitsPerUnit !== undefined) return (score) => Math.exp((score - best) * logitsPerUnit);
  const scale = Math.max(best, Number.MIN_VALUE);
  return (score) => score / scale;
}

const marginal = ({ relevance, nearest }: { readonly relevance: number; readonly nearest: number }): number =>
  (1 - POLICY.diversity) * relevance - POLICY.diversity * nearest;
