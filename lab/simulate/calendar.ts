import { DAY_MS } from "../../src/core/time.ts";

/** Days before day 0, in which the shop has no ranking yet, and days with it: 12 weeks. */
export const WARM_UP_DAYS = 28;
/** Days before those in which a crowd settles: purchases are forgotten with a half-life of 40 days. */
export const SETTLING_DAYS = 168;
export const SEASON_DAYS = 84;
export const WEEKS: number = (WARM_UP_DAYS + SEASON_DAYS) / 7;

const DAY_ZERO_MS = 1_700_000_000_000;

export const timeOf = (day: number): number => Math.round(DAY_ZERO_MS + day * DAY_MS);
export const dayOf = (at: number): number => (at - DAY_ZERO_MS) / DAY_MS;
/** Week of the simulation, from the first day of the warm-up; what was before is as the first. */
export const weekOf = (day: number): number => Math.max(0, Math.min(WEEKS - 1, Math.floor((day + WARM_UP_DAYS) / 7)));
