import { interactionCounts } from "../history/statistics.ts";
import type { Model } from "../model.ts";

/** Numbers of the model's products, the most popular first; without a history, in the order of the shop's own feed. */
export function byPopularity(model: Model): Uint32Array {
  const counts = interactionCounts(model.sequences, model.products.length);
  const { places } = model.columns;
  return Uint32Array.from(places.keys()).sort((a, b) => counts[b]! - counts[a]! || places[a]! - places[b]!);
}
