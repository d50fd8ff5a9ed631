import type { TrueShop } from "../truth/goods.ts";
import type { Life } from "./life.ts";

/** True preference of each product of a list, by this shopper at this moment. */
export function likingOf(
  { goods, numberOf }: TrueShop,
  life: Life,
  at: number,
): (list: readonly string[]) => readonly number[] {
  const liked = life.preference(at);
  return (list) => list.map((id) => liked.attraction(goods[numberOf.get(id)!]!));
}

/** Mean in which place k counts 1 / log2(k + 1), as in discounted cumulative gain (Jarvelin and Kekalainen, TOIS 2002): the order counts too. */
export function discountedMeanOf(values: readonly number[]): number {
  const weights = values.map((_, at) => 1 / Math.log2(at + 2));
  return values.reduce((sum, value, at) => sum + weights[at]! * value, 0) / weights.reduce((sum, one) => sum + one, 0);
}
