import type { ItemIndex } from "../../src/core/brands.ts";
import type { Prepared } from "../../src/core/rank/prepared.ts";
import { type ChoiceList, MOST_CANDIDATES } from "../../src/core/rank/tuning/lists.ts";
import { type Random, shuffled } from "../random.ts";
import { seen } from "./moment.ts";

/** Of a device's steps from product to product, the newest so many. */
export const MOST_TRANSITIONS = 6;

/**
 * What a device learns from: its newest steps, each as a choice among as many products as a device looks at. No log says what was shown: the others
 * are drawn from those that the head would have ordered. A step to a product that was not among these teaches nothing, as on a device,
 * which hears of choices from its own lists alone.
 *
 * @param items What the shopper did, in time order, as far as the device may learn from it.
 */
export function transitionsOf(
  prepared: Prepared,
  items: readonly ItemIndex[],
  stepMs: number,
  random: Random,
): ChoiceList[] {
  const lists: ChoiceList[] = [];
  for (let place = Math.max(1, items.length - MOST_TRANSITIONS); place < items.length; place++) {
    const history = items.slice(0, place);
    const next = items[place]!;
    const { total, best, featuresOf } = seen(prepared, history, stepMs);
    const known = new Set<number>(history);
    if (known.has(next) || !best.includes(next)) continue;
    const others = best.filter((item) => item !== next && !known.has(item));
    const candidates = [next, ...shuffled(others, random).slice(0, MOST_CANDIDATES - 1)];
    if (candidates.length < 2) continue;
    lists.push({
      at: place,
      values: featuresOf(candidates),
      base: Float32Array.from(candidates, (item) => total[item]! / prepared.unit),
      weight: 1,
    });
  }
  return lists;
}
