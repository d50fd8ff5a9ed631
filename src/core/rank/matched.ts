import type { ItemIndex } from "../brands.ts";
import type { ShopEvent } from "../event/event.ts";
import type { ResolvedEvent } from "./touches.ts";

const MAX_SAMPLES = 5;

export type Resolve = (id: string) => ItemIndex | undefined;
/** By the page's id of a product that the catalogue does not know: what stands in for it. */
export type StandIns = ReadonlyMap<string, Pick<ResolvedEvent, "item" | "like">>;

/** Products named by the page that the catalogue does not have: how many events of how many, and some of the ids. */
export interface Unmatched {
  readonly events: number;
  readonly of: number;
  readonly samples: readonly string[];
}

/**
 * Events about products of the catalogue, or about what stands in for others, and what was left out. `events` in the order in which
 * they happened.
 */
export function matched(
  resolve: Resolve,
  events: readonly ShopEvent[],
  now: number,
  standIns?: StandIns,
): { readonly events: readonly ResolvedEvent[]; readonly unmatched: Unmatched } {
  const times = timesOf(events, now);
  const known: ResolvedEvent[] = [];
  const samples = new Set<string>();
  let unmatched = 0;
  let named = 0;
  events.forEach(({ item: id, kind, dwellMs, quantity }, k) => {
    if (id === undefined) return;
    named++;
    const item = resolve(id);
    const about = item === undefined ? standIns?.get(id) : { item };
    if (about !== undefined) known.push({ ...about, kind, at: times[k]!, dwellMs, quantity });
    if (item !== undefined) return;
    unmatched++;
    if (samples.size < MAX_SAMPLES) samples.add(id);
  });
  return { events: known, unmatched: { events: unmatched, of: named, samples: [...samples] } };
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
