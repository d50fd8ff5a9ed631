import { shuffled } from "../../src/core/shuffled.ts";
import type { Sequence } from "../history/sequences.ts";
import { drawsOf } from "./draws.ts";
import type { Lesson } from "./lesson.ts";

/**
 * Products that a fold takes for new, one of so many; and how much a list counts in which one was chosen. Of a new product less is known, so that a head
 * that counts all lists alike has it chosen less often than content alone would. Chosen on validation: found more often than that.
 */
export const NEWCOMERS = { oneIn: 10, weight: 3 } as const;

/** Others in each fold. None where nothing but an id is known of products: then nothing can be said of a new one. */
export function newcomersOf({ model: { products, channels }, seed }: Lesson, fold: number): ReadonlySet<number> {
  const text = channels.find(({ name }) => name === "text");
  if (text === undefined || text.table.items.length === 0) return new Set();
  const order = shuffled([...products.keys()], drawsOf(seed)("newcomers"));
  return new Set(order.filter((_, at) => at % NEWCOMERS.oneIn === fold));
}

/** What a shopper did before these products had arrived. */
export function without(sequence: Sequence, hidden: ReadonlySet<number>): Sequence {
  if (hidden.size === 0) return sequence;
  const { items, times, kinds, weights } = sequence;
  const isKept = (_: unknown, at: number): boolean => !hidden.has(items[at]!);
  return {
    items: items.filter(isKept),
    times: times.filter(isKept),
    kinds: kinds.filter(isKept),
    ...(weights && { weights: weights.filter(isKept) }),
  };
}
