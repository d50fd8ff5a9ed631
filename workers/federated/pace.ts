import type { RandomWords } from "../../src/core/privacy/words.ts";

/** How long a device waits for what, in milliseconds: always drawn, never a time that says when something was done. */
export interface Pace {
  /** A report leaves within so long of being written, and not before `apartMs`, so that nothing of the two connections is the same. */
  readonly delayMs: number;
  readonly apartMs: number;
  /** A plan is asked for about so often. */
  readonly lookMs: number;
  /** Measuring takes just so long, whatever there is to measure. */
  readonly measureMs: number;
  /** After the first attempt in vain; doubled by each further one, up to `lookMs`. */
  readonly retryMs: number;
}

const MINUTE = 60_000;
export const PACE: Pace = {
  delayMs: 360 * MINUTE,
  apartMs: 10 * MINUTE,
  lookMs: 360 * MINUTE,
  measureMs: 10_000,
  retryMs: MINUTE,
};
export const DEMONSTRATION_PACE: Pace = { delayMs: 1_000, apartMs: 0, lookMs: 2_000, measureMs: 1_000, retryMs: 500 };

/** Uniform from 0 to `mostMs`. */
export const within = (mostMs: number, words: RandomWords): number => words.below(Math.max(1, Math.floor(mostMs)));

/** Until a report that was just written leaves, where its plan takes reports for `leftMs` more: uniform from `apartMs` to `delayMs`, in the first half of what is left. */
export function untilSent({ delayMs, apartMs }: Pace, leftMs: number, words: RandomWords): number {
  const mostMs = Math.min(delayMs, leftMs / 2);
  const leastMs = Math.min(apartMs, mostMs);
  return leastMs + within(mostMs - leastMs, words);
}

/** Half to one and a half times `usualMs`. */
export const about = (usualMs: number, words: RandomWords): number => usualMs / 2 + within(usualMs, words);

/** Before the next attempt, after `tries` in vain. */
export const backOff = ({ retryMs, lookMs }: Pace, tries: number, words: RandomWords): number =>
  about(Math.min(lookMs, retryMs * 2 ** Math.min(tries, 20)), words);
