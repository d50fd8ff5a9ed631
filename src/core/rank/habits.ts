import { DAY_MS } from "../time.ts";
import type { Interest, Source } from "./interest.ts";
import type { Prepared } from "./prepared.ts";

/** Stays of which a habit must outweigh as many. */
const DOUBT = 4;

/** Of a category: the share that it has of the stays near this time of a period, less its share of all. -1 to 1, 0 where nothing is known. */
export type Habit = (category: number) => number;

/**
 * What the shopper turns to at this time of the day (or of the week, by `periodMs`) more than at others, in earlier sessions. Only how long ago each stay was
 * counts, so that it is the same by any clock and in any zone: the device's own need not be known.
 */
export function habitOf({ ranking }: Prepared, { sources, sessionTouches, now }: Interest, periodMs: number): Habit {
  const near = new Map<number, number>();
  const all = new Map<number, number>();
  const past = sources.slice(sessionTouches).filter(hasTime);
  let sum = 0;
  for (const { item, touch } of past) {
    const category = ranking.categoryOf[item]!;
    // 1 at the same time, ½ an eighth of the period off, 0 from a quarter on.
    const weight = Math.max(0, Math.cos((2 * Math.PI * (now - touch.at)) / periodMs)) ** 2;
    sum += weight;
    near.set(category, (near.get(category) ?? 0) + weight);
    all.set(category, (all.get(category) ?? 0) + 1 / past.length);
  }
  return (category) => ((near.get(category) ?? 0) - sum * (all.get(category) ?? 0)) / (sum + DOUBT);
}

export const WEEK_MS: number = 7 * DAY_MS;

/** What was folded away has only the time of its last act, and made-up times are none. */
const hasTime = ({ touch }: Source): boolean => touch.gapMs !== undefined;
