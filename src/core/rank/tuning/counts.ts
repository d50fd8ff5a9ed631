import type { ShopEvent } from "../../event/event.ts";
import type { EventKind } from "../../event/kinds.ts";
import type { Resolve } from "../matched.ts";
import type { Prepared } from "../prepared.ts";

/** One device's counts are at most this in a cell. */
export const MOST_A_CELL = 10;

/** What is counted of a device's events, in the order in which they happened. */
export interface Counted {
  readonly prepared: Prepared;
  readonly resolve: Resolve;
  readonly events: readonly ShopEvent[];
}

/** Texts, one for each thing that is counted: equal texts fall into the same cell. */
type Counter = (counted: Counted) => Iterable<string>;

const LOOKS: ReadonlySet<EventKind> = new Set<EventKind>(["view", "cart", "purchase"]);

/** What a histogram block counts, by its name. */
export const COUNTERS: Readonly<Record<string, Counter>> = {
  /** Products looked at, each once a device, by the ids that the shop's pages use. */
  items: ({ events }) =>
    new Set(events.flatMap(({ kind, item }) => (item !== undefined && LOOKS.has(kind) ? item : []))),
  /** From the category of one product looked at to that of the next. */
  transitions: ({ prepared, resolve, events }) => {
    const categories = events.flatMap(({ kind, item }) => {
      const index = item !== undefined && LOOKS.has(kind) ? resolve(item) : undefined;
      const category = index === undefined ? 0 : prepared.ranking.categoryOf[index]!;
      return category === 0 ? [] : (prepared.ranking.categories.names[category - 1] ?? []);
    });
    return categories.slice(1).map((category, at) => `${categories[at]}\n${category}`);
  },
  /** Products seen and clicked on each shelf, a cell a shelf and policy. */
  impressions: ({ events }) => shelves(events, "impression"),
  clicks: ({ events }) => shelves(events, "click"),
};

const shelves = (events: readonly ShopEvent[], wanted: EventKind): string[] =>
  events.flatMap(({ kind, placement }) =>
    kind === wanted && placement !== undefined
      ? `${placement.shelf}\n${(placement.policy ?? "").split(/[~/]/)[0]}`
      : [],
  );

/** A device's counts in `size` cells, each 0 to MOST_A_CELL. */
export function countsOf(counter: Counter, counted: Counted, size: number): Float64Array<ArrayBuffer> {
  const counts = new Float64Array(size);
  for (const text of counter(counted)) {
    const cell = cellOf(text, size);
    counts[cell] = Math.min(MOST_A_CELL, counts[cell]! + 1);
  }
  return counts;
}

/** The cell of a text, the same on every device and for whoever reads the sum: FNV-1a of its UTF-16 units. */
export function cellOf(text: string, size: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  // The lowest bits of FNV-1a depend on the lowest bits of its input alone.
  return ((hash ^ (hash >>> 15)) >>> 0) % size;
}
