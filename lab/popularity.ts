import type { Protocol } from "./protocol.ts";
import type { Contender } from "./scorer.ts";

/** How often each product stands in the training part, whether or not the contender was given it. */
export function trainingCounts(
  { aliases, products }: Pick<Contender, "aliases" | "products">,
  training: Protocol["training"],
): Uint32Array {
  const counts = new Uint32Array(products);
  for (const items of training) {
    for (const id of items) {
      const item = aliases.resolve(id);
      if (item !== undefined) counts[item]!++;
    }
  }
  return counts;
}
