import { WEIGHT_OF } from "../catalogue/graph.ts";
import { edgeCode, type Prepared } from "./prepared.ts";

/** Shares of likeness that the same category and brand give where no edge says more. */
const SAME_CATEGORY = 0.4;
const SAME_BRAND = 0.2;

/**
 * How alike two products are, 0 to 1: the strongest edge of the content channels either way (as a share of the channel's
 * strongest), or what category and brand have in common.
 */
export function likeness(prepared: Prepared, a: number, b: number): number {
  if (a === b) return 1;
  const { categoryOf, brandOf } = prepared.ranking;
  let most = 0;
  if (categoryOf[a] !== 0 && categoryOf[a] === categoryOf[b]) most += SAME_CATEGORY;
  if (brandOf[a] !== 0 && brandOf[a] === brandOf[b]) most += SAME_BRAND;
  for (const channel of prepared.channels) {
    if (channel.name !== "text" && channel.name !== "attributes") continue;
    const code = Math.max(edgeCode(channel.forward, a, b), edgeCode(channel.forward, b, a));
    most = Math.max(most, WEIGHT_OF[code]!);
  }
  return most;
}

/** Whether one could stand in for the other: the same product, the same narrowest category, or close by content. */
export function isSubstitute(prepared: Prepared, a: number, b: number): boolean {
  if (a === b) return true;
  const { categoryOf } = prepared.ranking;
  if (categoryOf[a] !== 0 && categoryOf[b] !== 0) return categoryOf[a] === categoryOf[b];
  return likeness(prepared, a, b) > SAME_CATEGORY;
}
