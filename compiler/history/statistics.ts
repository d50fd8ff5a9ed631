import type { Interaction } from "../interaction.ts";
import type { Sequence } from "./sequences.ts";

/** Evidence of interest one interaction is, relative to a view. */
const KIND_WEIGHT: Readonly<Record<Interaction["kind"], number>> = { view: 1, cart: 3, purchase: 3 };

const DAY_MS = 86_400_000;
/** The trend compares this many days before the history's end with all before them. */
const TREND_DAYS = 14;

/** Weighted count of each product's interactions. */
export function interactionCounts(sequences: readonly Sequence[], products: number): Float64Array {
  const counts = new Float64Array(products);
  for (const { items, kinds, weights } of sequences) {
    items.forEach((item, at) => {
      counts[item]! += KIND_WEIGHT[kinds[at]!] * (weights?.[at] ?? 1);
    });
  }
  return counts;
}

/** log(1 + count), as 0 to 255 of the largest. */
export function popularityCodes(counts: Float64Array): Uint8Array {
  const most = counts.reduce((max, count) => Math.max(max, count), 0);
  return Uint8Array.from(counts, (count) =>
    most === 0 ? 0 : Math.round((255 * Math.log1p(count)) / Math.log1p(most)),
  );
}

/**
 * Log2 of each product's daily rate in the last two weeks over its rate before, in sixteenths. One more interaction is
 * added to each side, so that a product seen once does not leap. All zero for a history without time, or too short.
 */
export function trendCodes(sequences: readonly Sequence[], products: number): Int8Array {
  const codes = new Int8Array(products);
  const [first, last] = timeRange(sequences);
  const recentFrom = last - TREND_DAYS * DAY_MS;
  const earlierDays = (recentFrom - first) / DAY_MS;
  if (!(earlierDays >= TREND_DAYS)) return codes;
  const recent = new Float64Array(products);
  const earlier = new Float64Array(products);
  for (const { items, times, kinds, weights } of sequences) {
    items.forEach((item, at) => {
      const side = times[at]! > recentFrom ? recent : earlier;
      side[item]! += KIND_WEIGHT[kinds[at]!] * (weights?.[at] ?? 1);
    });
  }
  for (let item = 0; item < products; item++) {
    const expected = (earlier[item]! * TREND_DAYS) / earlierDays;
    const octaves = Math.log2((recent[item]! + 1) / (expected + 1));
    codes[item] = Math.max(-127, Math.min(127, Math.round(16 * octaves)));
  }
  return codes;
}

function timeRange(sequences: readonly Sequence[]): [first: number, last: number] {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { times } of sequences) {
    for (const time of times) {
      if (time < first) first = time;
      if (time > last) last = time;
    }
  }
  return [first, last];
}

/** Share of interactions, after a shopper's first, about a product the shopper had met before. */
export function repeatRate(sequences: readonly Sequence[]): number {
  let again = 0;
  let all = 0;
  for (const { items } of sequences) {
    const seen = new Set<number>();
    items.forEach((item, at) => {
      if (at > 0) all++;
      if (seen.has(item)) again++;
      seen.add(item);
    });
  }
  return all === 0 ? 0 : again / all;
}
