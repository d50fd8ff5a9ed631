import type { OneCurrency } from "./currency.ts";
import type { Product } from "./product.ts";
import type { BuildReport, HistoryReport } from "./report.ts";

/** Bytes a product, as brotli sends them, that a catalogue should stay under. */
const BUDGETS = { ranking: 200, display: 100 } as const;

/** Below it, headers and names weigh more than products do. */
const FEW_PRODUCTS = 100;

/** What every product lacks though shelves and rankings would use it, and what they then do. */
const LACKS: readonly (readonly [field: string, isThere: (product: Product) => boolean, so: string])[] = [
  [
    "a price",
    ({ price }) => price !== undefined,
    "shelves show none, and rankings do not know what a shopper would spend",
  ],
  ["an image", ({ image }) => image !== "", "shelves show none"],
  ["a page address", ({ url }) => url !== "", "shelves cannot link to products"],
  ["a category", ({ category }) => category.length > 0, "nothing can be ranked within one"],
];

export function buildWarnings(
  prices: OneCurrency,
  history: HistoryReport | undefined,
  sections: BuildReport["sections"],
  products: number,
): readonly string[] {
  return [
    ...lackWarnings(prices.products),
    ...currencyWarnings(prices),
    ...historyWarnings(history),
    ...sizeWarnings(sections, products),
  ];
}

function lackWarnings(products: readonly Product[]): string[] {
  return LACKS.filter(([, isThere]) => !products.some(isThere)).map(
    ([field, , so]) => `no product has ${field} that can be used: ${so}`,
  );
}

/** Prices in another currency than the catalogue's are left out, in a build as in a renewal. */
export function currencyWarnings({ currency, otherPrices, others }: OneCurrency): string[] {
  if (otherPrices === 0) return [];
  const them = others.join(", ");
  return [
    `${otherPrices} prices are not in ${currency} but in ${them} and were left out: give each currency a catalogue`,
  ];
}

function historyWarnings(history: HistoryReport | undefined): string[] {
  if (history === undefined || 2 * history.unmatched <= history.interactions) return [];
  return ["most of the history is about products that the feed does not have: do both use the same ids?"];
}

function sizeWarnings(sections: BuildReport["sections"], products: number): string[] {
  if (products < FEW_PRODUCTS) return [];
  return (["ranking", "display"] as const).flatMap((name) => {
    const each = sections[name].brotliBytes / products;
    if (each <= BUDGETS[name]) return [];
    return [`the ${name} section takes ${each.toFixed(0)} bytes a product, over its budget of ${BUDGETS[name]}`];
  });
}
