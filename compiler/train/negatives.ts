import type { Draw } from "./draw.ts";

/** Products to tell the right one from. */
export interface Negatives {
  draw(random: Draw): number;
  /** Log of each product's chance in one draw. */
  readonly logChances: Float64Array;
}

/** Draws that follow the history; the rest are uniform, so that no product is never drawn. */
const POPULAR_SHARE = 0.5;

/** Half of them as often as they stand in `stays`, the products of all stays; uniform where there are none. */
export function negativesOf(stays: readonly number[], products: number): Negatives {
  const share = stays.length === 0 ? 0 : POPULAR_SHARE;
  const chances = new Float64Array(products).fill((1 - share) / products);
  for (const item of stays) chances[item]! += share / stays.length;
  const below = (limit: number, random: Draw): number => Math.floor(random() * limit);
  return {
    draw: (random) => (random() < share ? stays[below(stays.length, random)]! : below(products, random)),
    logChances: chances.map(Math.log),
  };
}
