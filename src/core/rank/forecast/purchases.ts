import { DAY_MS } from "../../time.ts";
import type { Moment } from "../moment.ts";
import type { Act } from "./acts.ts";
import type { Prior } from "./prior.ts";

/** A purchase is due again from this share of the usual interval on, to that. */
const DUE_FROM = 0.7;
const DUE_TO = 1.4;

/** Time of the last act of a kind by outcome; minus infinity where there is none. */
export function lastTimes(acts: readonly Act[], prior: Prior, wanted: Act["kind"]): Float64Array {
  const times = new Float64Array(prior.outcomes.length).fill(Number.NEGATIVE_INFINITY);
  for (const { category, at, kind } of acts) {
    const place = prior.placeOf[category]!;
    if (kind === wanted && at > times[place]!) times[place] = at;
  }
  return times;
}

/** Whether an act came after the last purchase in its category. */
export const unmet =
  (bought: Float64Array, { placeOf }: Prior) =>
  ({ category, at }: Act): boolean =>
    at > bought[placeOf[category]!]!;

/** 1 where the last purchase is so many days old. */
export function purchaseAges(
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

/** 1 where the last purchase is about as long ago as the shop's shoppers take to buy again. */
export function due({ prepared, now }: Moment, { outcomes }: Prior, bought: Float64Array): Float64Array {
  return bought.map((at, place) => {
    const { intervalDays } = prepared.ranking.repurchase[outcomes[place]!]!;
    const age = (now - at) / (intervalDays * DAY_MS);
    return Number(intervalDays > 0 && age >= DUE_FROM && age <= DUE_TO);
  });
}
