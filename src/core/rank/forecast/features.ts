import type { ChannelName } from "../../catalogue/graph.ts";
import { DAY_MS } from "../../time.ts";
import type { Moment } from "../moment.ts";
import type { Act, Past } from "./acts.ts";
import { decayedSums, smoothed } from "./decayed.ts";
import type { Prior } from "./prior.ts";

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

/** Evidence worth this many views comes from the prior, in every ratio. */
const STRENGTH = 2;
/** Share of the prior in where the graph leads. */
const GRAPH_FLOOR = 0.3;
const MONTH_MS = 30 * DAY_MS;
const DUE_FROM = 0.7;
const DUE_TO = 1.4;

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

const logRatio = (evidence: Float64Array, expected: Float64Array): Float64Array =>
  smoothed(evidence, expected, STRENGTH).map((share, place) => Math.log(share / expected[place]!));

const overEven = (shares: Float64Array): Float64Array => shares.map((share) => Math.log(share * shares.length));

/** Time of the last act of a kind by outcome; minus infinity where there is none. */
function lastTimes(acts: readonly Act[], prior: Prior, wanted: Act["kind"]): Float64Array {
  const times = new Float64Array(prior.outcomes.length).fill(Number.NEGATIVE_INFINITY);
  for (const { category, at, kind } of acts) {
    const place = prior.placeOf[category]!;
    if (kind === wanted && at > times[place]!) times[place] = at;
  }
  return times;
}

const unmet =
  (bought: Float64Array, { placeOf }: Prior) =>
  ({ category, at }: Act): boolean =>
    at > bought[placeOf[category]!]!;

function departmentRatio({ prepared }: Moment, prior: Prior, sums: Float64Array): Float64Array {
  const { parents } = prepared.ranking.categories;
  const top = prior.outcomes.map((category) => {
    let at = category;
    while (parents[at]! >= 0) at = parents[at]!;
    return at;
  });
  const gathered = (values: Float64Array): Float64Array => {
    const totals = new Float64Array(parents.length);
    values.forEach((value, place) => {
      totals[top[place]!]! += value;
    });
    return Float64Array.from(top, (department) => totals[department]!);
  };
  const expected = gathered(prior.popular);
  const found = gathered(sums);
  const all = sums.reduce((total, sum) => total + sum, 0) + STRENGTH;
  return found.map((sum, place) => Math.log((sum + STRENGTH * expected[place]!) / (all * expected[place]!)));
}

/** Shares of what one channel of the graph adds to the products of a category. */
function led({ prepared, scores }: Moment, prior: Prior, channel: ChannelName): Float64Array {
  const sums = new Float64Array(prior.outcomes.length);
  let all = 0;
  scores.channels[channel]?.forEach((amount, item) => {
    const category = prepared.ranking.categoryOf[item]! - 1;
    if (amount <= 0 || category < 0) return;
    sums[prior.placeOf[category]!]! += amount;
    all += amount;
  });
  return sums.map((sum, place) =>
    all === 0 ? 0 : Math.log((1 - GRAPH_FLOOR) * (sum / all / prior.popular[place]!) + GRAPH_FLOOR),
  );
}

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

function purchaseAges(
  bought: Float64Array,
  now: number,
): Readonly<Record<"bought3" | "bought10" | "bought25" | "bought60", Float64Array>> {
  const between = (from: number, to: number): Float64Array =>
    bought.map((at) => Number((now - at) / DAY_MS >= from && (now - at) / DAY_MS < to));
  return {
    bought3: between(Number.NEGATIVE_INFINITY, 3),
    bought10: between(3, 10),
    bought25: between(10, 25),
    bought60: between(25, 60),
  };
}

function due({ prepared, now }: Moment, { outcomes }: Prior, bought: Float64Array): Float64Array {
  return bought.map((at, place) => {
    const { intervalDays } = prepared.ranking.repurchase[outcomes[place]!]!;
    const age = (now - at) / (intervalDays * DAY_MS);
    return Number(intervalDays > 0 && age >= DUE_FROM && age <= DUE_TO);
  });
}
