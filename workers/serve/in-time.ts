import type { KeptEvent } from "./memory.ts";

/**
 * Events, given as they arrived, in the order in which they happened, which across tabs is another. An event dated later than `now` (the clock was set
 * back since) stands where it arrived.
 */
export function inTime(events: readonly KeptEvent[], now: number): readonly KeptEvent[] {
  let at = Number.NEGATIVE_INFINITY;
  return events
    .map((event) => {
      if (event.at <= now) at = event.at;
      return { event, at };
    })
    .sort((a, b) => a.at - b.at)
    .map(({ event }) => event);
}
