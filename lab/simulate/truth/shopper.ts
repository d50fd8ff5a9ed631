import type { Random } from "../../random.ts";
import { chance, normal, streamOf, weighted } from "../draw.ts";
import { STYLES, type TrueShop } from "./goods.ts";

/** One shopper as they are. Nothing of it reaches the device but through what they do. */
export interface TrueShopper {
  readonly number: number;
  /** Long-term interest week by week, as shares over the categories: it drifts. */
  readonly interests: readonly Float64Array[];
  /** Liking by brand, standard normal. */
  readonly brands: Float64Array;
  readonly style: readonly number[];
  /** Favourite place between the cheap and the dear of a category, and how much others are disliked. */
  readonly price: number;
  readonly priceSense: number;
  readonly sessionsPerWeek: number;
}

const FAVOURITES = 6;
/** Share of interest that is spread over all categories by demand. */
const STRAY = 0.08;
/** Weekly drift of a favourite's log weight: x becomes KEEP x + DRIFT of a standard normal. */
const KEEP = 0.92;
const DRIFT = 0.35;
/** Probability, a week, that one favourite gives way to another category. */
const CHANGE = 0.12;

interface Favourite {
  category: number;
  logWeight: number;
}

export function trueShopper(shop: TrueShop, number: number, weeks: number, seed: number): TrueShopper {
  const random = streamOf(seed, 2, number);
  return {
    number,
    interests: interestsOf(shop, weeks, random),
    brands: Float64Array.from({ length: shop.brands }, () => normal(random)),
    style: Array.from({ length: STYLES }, () => normal(random)),
    price: normal(random),
    priceSense: 0.2 + 0.8 * random.next(),
    sessionsPerWeek: shop.habits.visits * Math.min(7, 1.6 * Math.exp(0.6 * normal(random))),
  };
}

function interestsOf(shop: TrueShop, weeks: number, random: Random): Float64Array[] {
  const demand = shop.categories.map((category) => category.demand);
  const draw = (): Favourite => ({ category: weighted(random, demand), logWeight: normal(random) });
  const favourites = Array.from({ length: FAVOURITES }, draw);
  const all = demand.reduce((sum, one) => sum + one, 0);
  return Array.from({ length: weeks }, () => {
    for (const favourite of favourites) favourite.logWeight = KEEP * favourite.logWeight + DRIFT * normal(random);
    if (chance(random, CHANGE)) favourites[random.below(FAVOURITES)] = draw();
    return shares(
      favourites,
      Float64Array.from(demand, (one) => (STRAY * one) / all),
    );
  });
}

function shares(favourites: readonly Favourite[], stray: Float64Array): Float64Array {
  const weights = favourites.map(({ logWeight }) => Math.exp(logWeight));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  favourites.forEach(({ category }, k) => {
    stray[category]! += ((1 - STRAY) * weights[k]!) / sum;
  });
  return stray;
}
