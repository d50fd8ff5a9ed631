import type { ChoiceList, DrawnList } from "./lists.ts";

/** Fewer choices tell nothing that would hold. */
export const MIN_CHOICES = 10;
/** Share of the choices, the latest, that judges. */
const HELD_OUT = 0.3;
/** The bounds: so many standard errors beside the mean. */
const ERRORS = 0.5;

/** What of so many choices is held out. */
export const heldOutOf = (choices: number): number => Math.ceil(HELD_OUT * choices);

/** Logits of a list's candidates, the chosen one's first. */
export type LogitsOf = (list: ChoiceList) => Float32Array;

/** Weighted mean of how much more likely `after` makes each choice than `before` (nats), and its bounds. */
export interface Gain {
  readonly gain: number;
  readonly low: number;
  readonly high: number;
}

export function gainOf(before: LogitsOf, after: LogitsOf, lists: readonly DrawnList[]): Gain {
  const all = lists.reduce((sum, { weight }) => sum + weight, 0);
  const gains = lists.map((list) => logLikelihood(after(list), list) - logLikelihood(before(list), list));
  const gain = gains.reduce((sum, one, k) => sum + (lists[k]!.weight * one) / all, 0);
  const variance = gains.reduce((sum, one, k) => sum + ((lists[k]!.weight / all) * (one - gain)) ** 2, 0);
  const error = ERRORS * Math.sqrt(variance);
  return { gain, low: gain - error, high: gain + error };
}

/** Of the choice, among the candidates of its list. */
function logLikelihood(scores: Float32Array, { standsFor }: DrawnList): number {
  const logits = standsFor === undefined ? scores : scores.map((score, row) => score + standsFor[row]!);
  const most = Math.max(...logits);
  return logits[0]! - most - Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
}
