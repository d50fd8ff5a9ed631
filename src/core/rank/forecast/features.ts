import { DAY_MS } from "../../time.ts";
import type { Moment } from "../moment.ts";
import type { Act, Past } from "./acts.ts";
import { decayedSums } from "./decayed.ts";
import type { Prior } from "./prior.ts";
import { due, lastTimes, purchaseAges, unmet } from "./purchases.ts";
import { departmentRatio, led, logRatio } from "./ratios.ts";

/**
 * What a forecast knows of a category. All are log ratios to what is expected of anybody, logs of counts, or 0 and 1, so that they mean
 * the same in every shop, of whatever size.
 */
export const FEATURES = [
  /** Log of the category's popularity over an even share, and of its number of products. */
  "popular",
  "sized",
  /** Evidence, by half-life: 1.5, 7 and 30 days. */
  "days",
  "weeks",
  "months",
  /** Evidence of 7 days since the category's last purchase: the need that is still open. */
  "unmet",
  /** Evidence of 30 days anywhere in the department, the top of the category's path. */
  "department",
  /** Where the graph leads from what the shopper was interested in. */
  "followedBy",
  "boughtWith",
  "text",
  /** A product of it is in the cart. */
  "cart",
  /** Log of one more than the sessions of the last 30 days that touched it. */
  "sessions",
  /** The last purchase in it was up to 3, 10, 25, 60 days ago. */
  "bought3",
  "bought10",
  "bought25",
  "bought60",
  /** The last purchase is about as long ago as the shop's shoppers take to buy again. */
  "due",
  /** The last purchase was given back. */
  "refunded",
] as const;

export type FeatureName = (typeof FEATURES)[number];

const MONTH_MS = 30 * DAY_MS;

/** One column a feature, in the order of FEATURES; one value an outcome. */
export function featuresOf(moment: Moment, past: Past, prior: Prior): readonly Float64Array[] {
  const { now } = moment;
  const { acts } = past;
  const sums = (days: number): Float64Array => decayedSums(acts, prior, days, now);
  const ratio = (evidence: Float64Array): Float64Array => logRatio(evidence, prior.popular);
  const bought = lastTimes(acts, prior, "purchase");
  const columns: Readonly<Record<FeatureName, Float64Array>> = {
    popular: overEven(prior.popular),
    sized: overEven(prior.sized),
    days: ratio(sums(1.5)),
    weeks: ratio(sums(7)),
    months: ratio(sums(30)),
    unmet: ratio(decayedSums(acts.filter(unmet(bought, prior)), prior, 7, now)),
    department: departmentRatio(moment, prior, sums(30)),
    followedBy: led(moment, prior, "followedBy"),
    boughtWith: led(moment, prior, "boughtWith"),
    text: led(moment, prior, "text"),
    cart: inCart(moment, prior),
    sessions: sessionCounts(acts, prior, now),
    ...purchaseAges(bought, now),
    due: due(moment, prior, bought),
    refunded: lastTimes(acts, prior, "refund").map((at, place) => Number(at > bought[place]!)),
  };
  return FEATURES.map((name) => columns[name]);
}

const overEven = (shares: Float64Array): Float64Array => shares.map((share) => Math.log(share * shares.length));

function inCart({ prepared, shopper }: Moment, prior: Prior): Float64Array {
  const column = new Float64Array(prior.outcomes.length);
  for (const item of shopper.cart) {
    const category = prepared.ranking.categoryOf[item]! - 1;
    if (category >= 0) column[prior.placeOf[category]!] = 1;
  }
  return column;
}

function sessionCounts(acts: readonly Act[], prior: Prior, now: number): Float64Array {
  const met = prior.outcomes.map(() => new Set<number>());
  for (const { category, at, sessionsAgo } of acts)
    if (now - at < MONTH_MS) met[prior.placeOf[category]!]!.add(sessionsAgo);
  return Float64Array.from(met, ({ size }) => Math.log1p(size));
}
