import { coverageOf, exposures, giniOf } from "../../metrics/exposure.ts";
import { dayOf } from "../calendar.ts";
import type { Ranker } from "../shop/device.ts";
import type { Life } from "../shop/life.ts";
import type { Season } from "../shop/season.ts";
import { isOnSale } from "../truth/goods.ts";

/** What a ranking would show every shopper at one moment, and how much they would like it. */
export interface Panel {
  /** Product numbers, one list a shopper. */
  readonly lists: readonly (readonly number[])[];
  /** Mean true attraction of each shopper's list. */
  readonly preference: Float64Array;
  readonly products: number;
  /** Numbers of those on sale. */
  readonly open: readonly number[];
}

/** Asks without being seen: nothing is recorded. */
export function panelOf({ shop, lives }: Season, rankerOf: (life: Life) => Ranker, at: number): Panel {
  const preference = new Float64Array(lives.length);
  const lists = lives.map((life, index) => {
    const list = rankerOf(life)(life.events, at).map((id) => shop.numberOf.get(id)!);
    const liked = life.preference(at);
    preference[index] = list.reduce((sum, good) => sum + liked.attraction(shop.goods[good]!), 0) / list.length;
    return list;
  });
  const open = [...shop.goods.keys()].filter((good) => isOnSale(shop.goods[good]!, dayOf(at)));
  return { lists, preference, products: shop.goods.length, open };
}

/** Share of the products on sale that stand in anybody's list. */
export const coverage = (panel: Panel): number => coverageOf(countsOf(panel));

/** Inequality of exposure over the products on sale: 0 alike, near 1 always the same. */
export const gini = (panel: Panel): number => giniOf(countsOf(panel));

function countsOf({ lists, products, open }: Panel): Uint32Array {
  const counts = exposures(lists, products);
  return Uint32Array.from(open, (good) => counts[good]!);
}
