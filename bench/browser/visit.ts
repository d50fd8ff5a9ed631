import { itemIndex } from "../../src/core/brands.ts";
import type { ShopEvent } from "../../src/core/event/event.ts";
import type { Prepared } from "../../src/core/rank/prepared.ts";

/** Events that a shopper of the benchmarks has when a list is asked for. */
export const SHOPPER_EVENTS = 60;

/** How often the shopper goes on to a neighbour of the last product instead of anywhere. */
const NEIGHBOUR_SHARE = 0.7;
const CART_EVERY = 12;
const STEP_MS = 20_000;

/** The first `count` events of one long visit that ends at `endMs`: mostly from a product to one like it. The same for every call. */
export function visit(prepared: Prepared, count: number, endMs: number): ShopEvent[] {
  const { ranking, aliases, channels } = prepared;
  const draw = draws(60);
  const anywhere = (): number => Math.floor(draw() * ranking.products);
  const after = (item: number): number => {
    const { offsets, targets } = channels[Math.floor(draw() * channels.length)]!.forward;
    const degree = offsets[item + 1]! - offsets[item]!;
    return degree === 0 ? anywhere() : targets[offsets[item]! + Math.floor(draw() * degree)]!;
  };
  let item = anywhere();
  return Array.from({ length: count }, (_, at) => {
    item = draw() < NEIGHBOUR_SHARE ? after(item) : anywhere();
    const kind = at % CART_EVERY === CART_EVERY - 1 ? "cart" : "view";
    return { v: 1, kind, at: endMs - (count - at) * STEP_MS, item: aliases.idOf(itemIndex(item)) };
  });
}

/** Draws from 0 to 1: a linear congruence is random enough for steps. */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
