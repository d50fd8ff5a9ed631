import type { ItemIndex } from "../brands.ts";
import type { ShopEvent } from "../event/event.ts";
import type { ResolvedEvent } from "./touches.ts";

const MAX_SAMPLES = 5;

export type Resolve = (id: string) => ItemIndex | undefined;

/** Products named by the page that the catalogue does not have: how many events of how many, and some of the ids. */
export interface Unmatched {
  readonly events: number;
  readonly of: number;
  readonly samples: readonly string[];
}

/** Events about products of the catalogue, and what was left out. `events` in the order in which they happened. */
export function matched(
  resolve: Resolve,
  events: readonly ShopEvent[],
  now: number,
): { readonly events: readonly ResolvedEvent[]; readonly unmatched: Unmatched } {
  const times = timesOf(events, now);
  const known: ResolvedEvent[] = [];
  const samples = new Set<string>();
  let named = 0;
  events.forEach(({ item: id, kind, dwellMs, quantity }, k) => {
    if (id === undefined) return;
    named++;
    const item = resolve(id);
    if (item !== undefined) known.push({ item, kind, at: times[k]!, dwellMs, quantity });
    else if (samples.size < MAX_SAMPLES) samples.add(id);
  });
  return { events: known, unmatched: { events: named - known.length, of: named, samples: [...samples] } };
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
