import type { ItemIndex } from "../brands.ts";
import type { ShopEvent } from "../event/event.ts";
import type { ResolvedEvent, Unlisted } from "./touches.ts";

const MAX_SAMPLES = 5;
/** Products that the catalogue does not know and that are known by their titles: the latest. */
const MAX_UNLISTED = 50;

export type Resolve = (id: string) => ItemIndex | undefined;
/** The product of the catalogue that a title is most like; undefined where none is. */
export type Alike = (title: string) => ItemIndex | undefined;

/** Products named by the page that the catalogue does not have: how many events of how many, and some of the ids. */
export interface Unmatched {
  readonly events: number;
  readonly of: number;
  readonly samples: readonly string[];
}

/**
 * Events about products of the catalogue, and what was left out. Those about products that it does not know, and whose titles any of the events
 * tells, are about what is most like them. `events` in the order in which they happened.
 */
export function matched(
  resolve: Resolve,
  events: readonly ShopEvent[],
  now: number,
  alike?: Alike,
): { readonly events: readonly ResolvedEvent[]; readonly unmatched: Unmatched } {
  const times = timesOf(events, now);
  const known: ResolvedEvent[] = [];
  const samples = new Set<string>();
  const unlisted = alike === undefined ? new Map<string, ResolvedEvent["like"]>() : unlistedOf(resolve, events);
  let unmatched = 0;
  let named = 0;
  events.forEach(({ item: id, kind, dwellMs, quantity }, k) => {
    if (id === undefined) return;
    named++;
    const item = resolve(id);
    const like = unlisted.get(id);
    const about = item ?? (like && alike?.(like.title));
    if (about !== undefined) known.push({ item: about, like, kind, at: times[k]!, dwellMs, quantity });
    if (item !== undefined) return;
    unmatched++;
    if (samples.size < MAX_SAMPLES) samples.add(id);
  });
  return { events: known, unmatched: { events: unmatched, of: named, samples: [...samples] } };
}

function unlistedOf(resolve: Resolve, events: readonly ShopEvent[]): Map<string, Unlisted> {
  const found = new Map<string, Unlisted>();
  for (let k = events.length - 1; k >= 0 && found.size < MAX_UNLISTED; k--) {
    const { item: id, title } = events[k]!;
    if (id !== undefined && title !== undefined && resolve(id) === undefined) found.set(id, { id, title });
  }
  return found;
}

/** Nothing happened later than now, or than what happened after it: a clock that was set back since dated it so. */
function timesOf(events: readonly ShopEvent[], now: number): Float64Array {
  const times = new Float64Array(events.length);
  let latest = now;
  for (let k = events.length - 1; k >= 0; k--) {
    latest = Math.min(latest, events[k]!.at);
    times[k] = latest;
  }
  return times;
}
