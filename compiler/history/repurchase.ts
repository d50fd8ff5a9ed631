import type { Repurchase } from "../../src/core/catalogue/ranking.ts";
import type { Sequence } from "./sequences.ts";

const DAY_MS = 86_400_000;
/** Two purchases of a product within a day are one decision. */
const SAME_DECISION_MS = DAY_MS;
/** Fewer buyers say nothing about a category. */
const MIN_BUYERS = 5;

/** Per category: the share of buyers of a product who bought it again, and the median days between. */
export function repurchases(sequences: readonly Sequence[], categoryOf: Uint32Array, categories: number): Repurchase[] {
  const buyers = new Uint32Array(categories);
  const again = new Uint32Array(categories);
  const intervals: number[][] = Array.from({ length: categories }, () => []);
  for (const sequence of sequences) {
    for (const [item, times] of purchases(sequence)) {
      const category = categoryOf[item]! - 1;
      if (category < 0) continue;
      buyers[category]!++;
      const gaps = times.slice(1).map((time, index) => time - times[index]!);
      if (gaps.length > 0) again[category]!++;
      intervals[category]!.push(...gaps);
    }
  }
  return intervals.map((gaps, category) => ({
    rate: buyers[category]! < MIN_BUYERS ? 0 : again[category]! / buyers[category]!,
    intervalDays: buyers[category]! < MIN_BUYERS ? 0 : Math.min(3650, Math.round(median(gaps) / DAY_MS)),
  }));
}

/** Times of the separate decisions to buy each product; a history without time has one decision a product. */
function purchases({ items, times, kinds }: Sequence): Map<number, number[]> {
  const bought = new Map<number, number[]>();
  items.forEach((item, at) => {
    if (kinds[at] !== "purchase") return;
    const known = bought.get(item);
    if (known === undefined) bought.set(item, [times[at]!]);
    else if (times[at]! - known.at(-1)! > SAME_DECISION_MS) known.push(times[at]!);
  });
  return bought;
}

function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
