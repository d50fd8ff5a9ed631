import { type ClickModel, examination } from "../clicks.ts";
import type { WeightOf } from "./history.ts";
import type { Life } from "./life.ts";

/** No event counts more, or less, than this factor: rare looks would make the rest noise. */
const CLIP = 8;

/**
 * Inverse propensity weights (Horvitz and Thompson, 1952; clipped and self-normalised as by Swaminathan and Joachims, 2015) of what began on
 * a shelf: an event counts by one over the looks its product got there, relative to the mean over such events, so that a product shown
 * ten times as often is not ten times as popular. What shoppers found by themselves counts once.
 */
export function inversePropensity(lives: readonly Life[], clicks: ClickModel): WeightOf {
  const looks = expectedLooks(lives, clicks);
  const inverse = (item: string | undefined): number => 1 / (looks.get(item ?? "") ?? 1);
  let sum = 0;
  let born = 0;
  for (const { events } of lives) {
    for (const { kind, item, placement } of events) {
      if (kind !== "view" || placement === undefined) continue;
      sum += inverse(item);
      born++;
    }
  }
  const mean = sum / Math.max(1, born);
  return ({ item, placement }) =>
    placement === undefined ? 1 : Math.min(CLIP, Math.max(1 / CLIP, inverse(item) / mean));
}

/** How often each product was looked at on shelves, in expectation: over all lists, the probability that its slot was. */
function expectedLooks(lives: readonly Life[], clicks: ClickModel): Map<string, number> {
  const looks = new Map<string, number>();
  for (const { events } of lives) {
    for (const { kind, items } of events) {
      if (kind !== "list") continue;
      items?.forEach((item, slot) => {
        looks.set(item, (looks.get(item) ?? 0) + examination(clicks, slot));
      });
    }
  }
  return looks;
}
