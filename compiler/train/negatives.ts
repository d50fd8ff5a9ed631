import type { Draw } from "./draw.ts";

/** Products to tell the right one from. */
export interface Negatives {
  draw(random: Draw): number;
  /** Log of each product's chance in one draw. */
  readonly logChances: Float64Array;
}

/** A share of them, under 1, as often as they stand in `stays`, the products of all stays; the rest uniform. */
export function negativesOf(stays: readonly number[], products: number, popular: number): Negatives {
  const share = stays.length === 0 ? 0 : popular;
  const chances = new Float64Array(products).fill((1 - share) / products);
  for (const item of stays) chances[item]! += share / stays.length;
  const below = (limit: number, random: Draw): number => Math.floor(random() * limit);
  return {
    draw: (random) => (random() < share ? stays[below(stays.length, random)]! : below(products, random)),
    logChances: chances.map(Math.log),
  };
}
