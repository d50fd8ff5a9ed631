import { EVENT_KINDS, type EventKind } from "../../event/kinds.ts";
import { DAY_MS } from "../../time.ts";
import type { Moment } from "../moment.ts";
import { POLICY } from "../policy.ts";

/** Something the shopper did that tells interest, as forecasts see it. */
export interface Act {
  /** Number of the product's own category. */
  readonly category: number;
  readonly at: number;
  readonly weight: number;
  readonly kind: EventKind;
  /** 0 for the last session, 1 for the one before it, and so on. */
  readonly sessionsAgo: number;
}

/** What a forecast is made from. */
export interface Past {
  /** Newest first; what was folded away comes last. */
  readonly acts: readonly Act[];
  readonly sessions: number;
}

/** A refund speaks of a need that is there again, a removal of nothing; neither is a wish for the category. */
const weightOf = (kind: EventKind): number => Math.max(0, EVENT_KINDS[kind].weight);

/**
 * The shopper's acts by category and session. Of what was folded away only last times are known: every day with one counts as
 * a session.
 */
export function pastOf({ prepared, shopper, now }: Moment): Past {
  const { categoryOf } = prepared.ranking;
  const acts: Act[] = [];
  let sessions = 0;
  let later = Number.POSITIVE_INFINITY;
  for (const { item, kind, at } of shopper.events.toReversed()) {
    if (kind === "dwell") continue;
    if (later - at > POLICY.sessionGapMs) sessions++;
    later = at;
    const category = categoryOf[item]! - 1;
    if (category >= 0) acts.push({ category, at, weight: weightOf(kind), kind, sessionsAgo: sessions - 1 });
  }
  const days = new Set<number>();
  for (const { item, weight, at, kind } of shopper.remembered) {
    const category = categoryOf[item]! - 1;
    const day = Math.floor((now - at) / DAY_MS);
    days.add(day);
    if (category >= 0) acts.push({ category, at, weight: Math.max(0, weight), kind, sessionsAgo: sessions + day });
  }
  return { acts, sessions: sessions + days.size };
}
