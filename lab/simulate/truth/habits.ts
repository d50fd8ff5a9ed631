import { streamOf } from "../draw.ts";

/** What shops' shoppers differ in as a whole. */
export interface Habits {
  /** Needs that come of themselves, a shopper and week. */
  readonly needsPerWeek: number;
  /** Probability that a purchase makes something that goes with it needed. */
  readonly company: number;
  /** How often they come, as a multiple of the usual. */
  readonly visits: number;
}

export const USUAL_HABITS: Habits = { needsPerWeek: 0.6, company: 0.55, visits: 1 };

/** Shoppers who only browse: nothing they look at has a reason that a purchase would end. */
export const NO_NEEDS: Habits = { needsPerWeek: 0, company: 0, visits: 1 };

/** Shoppers who come several times a day: their devices see in weeks what others see in a year or two. */
export const FREQUENT: Habits = { ...USUAL_HABITS, visits: 16 };

/** From hardly any needs to twice the usual. */
export function drawnHabits(seed: number): Habits {
  const random = streamOf(seed, 9);
  return {
    needsPerWeek: 2 * random.next() * USUAL_HABITS.needsPerWeek,
    company: Math.min(1, 2 * random.next() * USUAL_HABITS.company),
    visits: USUAL_HABITS.visits,
  };
}
