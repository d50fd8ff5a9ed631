import { priceCode } from "../src/core/catalogue/price.ts";
import { CATALOGUE_LIMITS, type Ranking } from "../src/core/catalogue/ranking.ts";
import { brandsOf } from "./brands.ts";
import { canonicalOrder } from "./canonical.ts";
import { categoryTree } from "./categories.ts";
import { buildChannels, type ChannelOptions, type ChannelTable } from "./channels.ts";
import { repurchases } from "./history/repurchase.ts";
import { type Sequence, sequencesOf } from "./history/sequences.ts";
import { interactionCounts, popularityCodes, repeatRate, trendCodes } from "./history/statistics.ts";
import type { Interaction } from "./interaction.ts";
import type { Product } from "./product.ts";
import { productIndex } from "./product-index.ts";

/** All that the compiler found out, before it is cut to size and encoded. Products are in canonical order. */
export interface Model {
  readonly products: readonly Product[];
  readonly columns: Omit<Ranking, "brands" | "channels" | "products">;
  readonly brands: readonly string[];
  readonly channels: readonly ChannelTable[];
  readonly sequences: readonly Sequence[];
  /** Products in a category above their own, since a catalogue has room for no more. */
  readonly misplaced: number;
  /** Rows of the history whose product the feed does not have, with samples. */
  readonly unmatched: { readonly rows: number; readonly samples: readonly string[] };
}

/** Builds the model of a shop from its products and, when there is one, its history. */
export function modelOf(
  feed: readonly Product[],
  interactions: readonly Interaction[],
  options: ChannelOptions,
): Model {
  const found = sequencesOf(interactions, productIndex(feed));
  const order = canonicalOrder(feed, found.sequences);
  const products = Array.from(order.products, (index) => feed[index]!);
  const numberOf = new Uint32Array(feed.length);
  order.products.forEach((index, number) => {
    numberOf[index] = number;
  });
  const sequences = Array.from(order.sequences, (index) => renumbered(found.sequences[index]!, numberOf));
  const tree = categoryTree(products, CATALOGUE_LIMITS.categories);
  const brands = brandsOf(products);
  return {
    products,
    brands: brands.names,
    misplaced: tree.misplaced,
    sequences,
    channels: buildChannels(products, sequences, options),
    unmatched: { rows: found.unmatched, samples: found.samples },
    columns: {
      categories: { names: tree.names, parents: tree.parents },
      categoryOf: tree.categoryOf,
      brandOf: brands.brandOf,
      repurchase: repurchases(sequences, tree.categoryOf, tree.names.length),
      ...pricesOf(products),
      popularity: popularityCodes(interactionCounts(sequences, products.length)),
      trend: trendCodes(sequences, products.length),
      places: order.products,
      repeatRate: repeatRate(sequences),
    },
  };
}

function renumbered(sequence: Sequence, numberOf: Uint32Array): Sequence {
  return { ...sequence, items: sequence.items.map((item) => numberOf[item]!) };
}

function pricesOf(products: readonly Product[]): Pick<Ranking, "priceCodes" | "priceLow" | "priceHigh"> {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const { price } of products) {
    if (price === undefined || price.amount <= 0) continue;
    low = Math.min(low, price.amount);
    high = Math.max(high, price.amount);
  }
  const priceLow = high === 0 ? 0 : low;
  return {
    priceLow,
    priceHigh: high,
    priceCodes: Uint8Array.from(products, ({ price }) => priceCode(price?.amount, priceLow, high)),
  };
}
