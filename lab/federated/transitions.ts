import type { ItemIndex } from "../../src/core/brands.ts";
import type { Prepared } from "../../src/core/rank/prepared.ts";
import { type DrawnList, MOST_CANDIDATES } from "../../src/core/rank/tuning/lists.ts";
import { shuffled } from "../../src/core/shuffled.ts";
import type { Random } from "../random.ts";
import { seen } from "./moment.ts";

/** Of a device's steps from product to product, the newest so many. */
export const MOST_TRANSITIONS = 6;
/** Of the products that a choice is among, the best by the additive score; the others are drawn, and each stands for as many as it was drawn from. */
const HARD = 8;
const DRAWN = MOST_CANDIDATES - 1 - HARD;

/**
 * What a device learns from: its newest steps, each as a choice among as many products as a device looks at. No log says what was shown: the product that came
 * next is taken as chosen from all that linear weights order, of which the best and a sample stand for the rest (as in compiler/train/transitions.ts).
 * A step to a product that was not among these teaches nothing.
 *
 * @param items What the shopper did, in time order, as far as the device may learn from it.
 */
export function transitionsOf(
  prepared: Prepared,
  items: readonly ItemIndex[],
  stepMs: number,
  random: Random,
): DrawnList[] {
  const lists: DrawnList[] = [];
  for (let place = Math.max(1, items.length - MOST_TRANSITIONS); place < items.length; place++) {
    const history = items.slice(0, place);
    const next = items[place]!;
    const { total, best, featuresOf } = seen(prepared, history, stepMs);
    const known = new Set<number>(history);
    if (known.has(next) || !best.includes(next)) continue;
    const others = best.filter((item) => item !== next && !known.has(item));
    if (others.length === 0) continue;
    const rest = others.slice(HARD);
    const drawn = shuffled(rest, random.next).slice(0, DRAWN);
    const candidates = [next, ...others.slice(0, HARD), ...drawn];
    const drawnFor = Math.log(rest.length / drawn.length);
    lists.push({
      at: place,
      values: featuresOf(candidates),
      base: Float32Array.from(candidates, (item) => total[item]! / prepared.unit),
      standsFor: Float32Array.from(candidates, (_, row) => (row > HARD ? drawnFor : 0)),
      weight: 1,
    });
  }
  return lists;
}
