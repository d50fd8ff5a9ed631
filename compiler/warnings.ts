import type { OneCurrency } from "./currency.ts";
import { shown } from "./input/issues.ts";
import type { Product } from "./product.ts";
import type { BuildReport, HistoryReport } from "./report.ts";

/** Bytes a product, as brotli sends them, that a catalogue should stay under. */
const BUDGETS = { ranking: 200, display: 100 } as const;

/** Below it, headers and names weigh more than products do. */
const FEW_PRODUCTS = 100;

/** Products named of those that lack something. */
const SAMPLES = 3;

/** What shelves and rankings use and products may lack: what they then do where all lack it, and where some do. */
const LACKS: readonly {
  readonly field: string;
  readonly isThere: (product: Product) => boolean;
  readonly all: string;
  readonly some: string;
}[] = [
  {
    field: "a price",
    isThere: ({ price }) => price !== undefined,
    all: "shelves show none, and rankings do not know what a shopper would spend",
    some: "shelves show them without one",
  },
  {
    field: "an image",
    isThere: ({ image }) => image !== "",
    all: "shelves show none",
    some: "shelves show them without one",
  },
  {
    field: "a page address",
    isThere: ({ url }) => url !== "",
    all: "shelves cannot link to products",
    some: "shelves cannot link to them",
  },
  {
    field: "a category",
    isThere: ({ category }) => category.length > 0,
    all: "nothing can be ranked within one",
    some: "no list of a category has them",
  },
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
  return LACKS.flatMap(({ field, isThere, all, some }) => {
    const lacking = products.filter((product) => !isThere(product));
    if (lacking.length === 0) return [];
    if (lacking.length === products.length) return [`no product has ${field} that can be used: ${all}`];
    const named = lacking.slice(0, SAMPLES).map(({ id }) => shown(id));
    const which = `${lacking.length} of ${products.length} products, for example ${named.join(", ")}`;
    return [`${field} that can be used is missing in ${which}: ${some}`];
  });
}

/** Prices in another currency than the catalogue's are left out, in a build as in a renewal. */
export function currencyWarnings({ currency, otherPrices, others }: OneCurrency): string[] {
  if (otherPrices === 0) return [];
  const [prices, were] = otherPrices === 1 ? ["a price is", "was"] : [`${otherPrices} prices are`, "were"];
  const them = others.join(", ");
  return [`${prices} not in ${currency} but in ${them} and ${were} left out: give each currency a catalogue`];
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
