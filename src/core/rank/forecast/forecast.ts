import type { Forecast, ForecastHorizon } from "../../bridge/protocol.ts";
import { categoryPath } from "../categories.ts";
import type { Moment } from "../moment.ts";
import { type Past, pastOf } from "./acts.ts";
import { decayedSums, smoothed } from "./decayed.ts";
import { FEATURES, featuresOf } from "./features.ts";
import { type Prior, priorOf } from "./prior.ts";
import { BASELINE, FLOOR, HORIZONS, WEIGHTS } from "./weights.ts";

/** Sessions from which on a shopper's own pattern says more than what is fading of their past. */
export const LEARNED_SESSIONS = 5;

/** Probabilities of the categories that the shopper will look at, within a horizon in which they look at any. */
export interface Outlook {
  readonly prior: Prior;
  /** By place among the prior's outcomes; they sum to 1. */
  readonly shares: Float64Array;
  /** "baseline": the decayed past, as long as there are too few sessions for more. */
  readonly basis: "baseline" | "learned";
  readonly sessions: number;
}

export function outlookOf(moment: Moment, horizon: ForecastHorizon): Outlook {
  const past = pastOf(moment);
  const prior = priorOf(moment.prepared.ranking);
  const learned = past.sessions >= LEARNED_SESSIONS;
  const shares = learned ? learnedShares(moment, past, prior, horizon) : baselineShares(moment, past, prior);
  return { prior, shares, basis: learned ? "learned" : "baseline", sessions: past.sessions };
}

/** The same for the page: categories by name, the likeliest first. */
export function forecastOf(moment: Moment, horizon: ForecastHorizon): Forecast {
  const { prior, shares, basis, sessions } = outlookOf(moment, horizon);
  const { categories } = moment.prepared.ranking;
  const named = prior.outcomes.map((category, place) => ({
    name: categoryPath(categories, category),
    share: shares[place]!,
  }));
  const reason = sessions === 0 ? "first-visit" : "ok";
  return { horizon, categories: named.sort((a, b) => b.share - a.share), basis, sessions, reason };
}

/** Evidence that fades, with the shop's popularity where there is none. */
function baselineShares({ now }: Moment, { acts }: Past, prior: Prior): Float64Array {
  return smoothed(decayedSums(acts, prior, BASELINE.halfLifeDays, now), prior.popular, BASELINE.strength);
}

/** Conditional logit (McFadden, 1974) over the categories, with a little of the prior so that nothing is impossible. */
function learnedShares(moment: Moment, past: Past, prior: Prior, horizon: ForecastHorizon): Float64Array {
  const column = HORIZONS.indexOf(horizon);
  const weights = FEATURES.map((name) => WEIGHTS[name][column]!);
  const shares = softmax(featuresOf(moment, past, prior), weights);
  return shares.map((share, place) => (1 - FLOOR) * share + FLOOR * prior.popular[place]!);
}

/** Probabilities in proportion to exp of the weighted sum of `columns`, one value an outcome each. */
export function softmax(columns: readonly ArrayLike<number>[], weights: ArrayLike<number>): Float64Array {
  const utility = new Float64Array(columns[0]!.length);
  columns.forEach((column, feature) => {
    for (let place = 0; place < utility.length; place++) utility[place]! += weights[feature]! * column[place]!;
  });
  const most = utility.reduce((max, value) => Math.max(max, value), Number.NEGATIVE_INFINITY);
  const powers = utility.map((value) => Math.exp(value - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
