import { coverageOf, exposures, giniOf } from "../../metrics/exposure.ts";
import { dayOf } from "../calendar.ts";
import { meanOf } from "../mean.ts";
import type { Ranker } from "../shop/device.ts";
import type { Life } from "../shop/life.ts";
import type { Season } from "../shop/season.ts";
import { isOnSale } from "../truth/goods.ts";

/** What a ranking would show every shopper at one moment, and how much they would like it. */
export interface Panel {
  /** Product numbers, one list a shopper. */
  readonly lists: readonly (readonly number[])[];
  /** Mean true attraction of each shopper's list ... */
  readonly preference: Float64Array;
  /** ... and as a share of the best list's that the shop could show them then: who has bought a lot is attracted by less. */
  readonly attained: Float64Array;
  readonly products: number;
  /** Numbers of those on sale. */
  readonly open: readonly number[];
}

/** Asks without being seen: nothing is recorded. */
export function panelOf({ shop, lives }: Season, rankerOf: (life: Life) => Ranker, at: number): Panel {
  const open = [...shop.goods.keys()].filter((good) => isOnSale(shop.goods[good]!, dayOf(at)));
  const preference = new Float64Array(lives.length);
  const attained = new Float64Array(lives.length);
  const lists = lives.map((life, index) => {
    const list = rankerOf(life)(life.events, at).map((id) => shop.numberOf.get(id)!);
    const liked = life.preference(at);
    const best = Float64Array.from(open, (good) => liked.attraction(shop.goods[good]!))
      .sort()
      .slice(-list.length);
    preference[index] = meanOf(list.map((good) => liked.attraction(shop.goods[good]!)));
    attained[index] = preference[index]! / meanOf(best);
    return list;
  });
  return { lists, preference, attained, products: shop.goods.length, open };
}

/** Share of the products on sale that stand in anybody's list. */
export const coverage = (panel: Panel): number => coverageOf(countsOf(panel));

/** Inequality of exposure over the products on sale: 0 alike, near 1 always the same. */
export const gini = (panel: Panel): number => giniOf(countsOf(panel));

function countsOf({ lists, products, open }: Panel): Uint32Array {
  const counts = exposures(lists, products);
  return Uint32Array.from(open, (good) => counts[good]!);
}
