import type { Price, Product } from "./product.ts";

export interface OneCurrency {
  readonly products: readonly Product[];
  /** The feed's most frequent; empty when no price names one. */
  readonly currency: string;
  /** Prices left out because they are in others, and which. */
  readonly otherPrices: number;
  readonly others: readonly string[];
}

/**
 * A catalogue has one currency: the most frequent of the feed, or `wanted`. Prices in others are left out, since shown
 * as this one they would be wrong. A price without a currency is taken to be in the catalogue's.
 */
export function oneCurrency(products: readonly Product[], wanted = ""): OneCurrency {
  const currency = wanted || mostFrequent(products);
  const others = new Set<string>();
  let otherPrices = 0;
  const kept = products.map((product) => {
    if (product.price === undefined || isIn(product.price, currency)) return product;
    otherPrices++;
    others.add(product.price.currency);
    return { ...product, price: undefined, listPrice: undefined };
  });
  return { products: kept, currency, otherPrices, others: [...others].sort() };
}

const isIn = (price: Price, currency: string): boolean =>
  price.currency === currency || price.currency === "" || currency === "";

function mostFrequent(products: readonly Product[]): string {
  const counts = new Map<string, number>();
  for (const { price } of products) {
    if (price !== undefined && price.currency !== "") counts.set(price.currency, (counts.get(price.currency) ?? 0) + 1);
  }
  const [first] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return first?.[0] ?? "";
}

/** Digits after the point of a currency's prices, at most 3: 2 for EUR and where no currency is known, 0 for JPY. */
export function minorDigits(currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency)) return 2;
  const { maximumFractionDigits } = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();
  return Math.min(3, maximumFractionDigits ?? 2);
}
