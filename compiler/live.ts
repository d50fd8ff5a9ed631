import { encodeLive, type LiveRow } from "../src/core/catalogue/live.ts";
import { catalogueVersion } from "../src/core/catalogue/manifest.ts";
import { brotliBytes } from "./cap/transfer.ts";
import { oneCurrency } from "./currency.ts";
import { CatalogueError, RowsError } from "./errors.ts";
import type { BuildOptions } from "./options.ts";
import { writeLive } from "./output/folder.ts";
import { openCatalogue } from "./output/open.ts";
import { NODE_TEXT } from "./platform.ts";
import type { Product } from "./product.ts";
import { productAliases } from "./product-index.ts";
import type { LiveReport } from "./report.ts";
import { readFeedSource } from "./sources.ts";
import { currencyWarnings } from "./warnings.ts";

export type LiveOptions = Pick<BuildOptions, "feed" | "out" | "strict" | "nowMs" | "onProgress">;

const SAMPLES = 5;

/**
 * Writes prices and stock of today's feed into the live file of the catalogue in `options.out`, and nothing else.
 * Products are found by the names that the catalogue knows them by. What the feed no longer has is out of stock.
 *
 * Throws CatalogueError when the folder holds no catalogue or another shop's; FeedError, RowsError and OutputError as
 * buildCatalogue does. Nothing is written then.
 */
export async function buildLive(options: LiveOptions): Promise<LiveReport> {
  const catalogue = openCatalogue(options.out);
  const feed = readFeedSource(options);
  const bad = feed.issues.filter(({ severity }) => severity === "error");
  if (options.strict === true && bad.length > 0)
    throw new RowsError(`${bad.length} rows cannot be used, so prices and stock stay as they are`, feed.issues);
  const prices = oneCurrency(feed.products, catalogue.display.currency);
  const { ids } = catalogue.aliases;
  const { rows, unknown } = matched(prices.products, catalogue.aliases.resolve, ids.length);
  const missing = Array.from({ length: ids.length }, (_, row) => row).filter((row) => rows[row] === undefined);
  if (missing.length === ids.length)
    throw new CatalogueError(
      `none of the ${feed.products.length} products of ${options.feed.name} is in the catalogue of ${options.out}: is it another shop's? Build it whole with inkling build FEED -o ${options.out}`,
    );
  const live = encodeLive(
    Array.from({ length: ids.length }, (_, row) => rows[row] ?? GONE),
    catalogueVersion(catalogue.manifest.sections),
    catalogue.display,
    NODE_TEXT,
  );
  writeLive(options.out, live);
  return {
    feed: feed.report,
    matched: ids.length - missing.length,
    missing: { products: missing.length, samples: missing.slice(0, SAMPLES).map((row) => ids.at(row)) },
    unknown: { products: unknown.length, samples: unknown.slice(0, SAMPLES) },
    live: { bytes: live.length, brotliBytes: await brotliBytes(live) },
    issues: feed.issues,
    warnings: currencyWarnings(prices),
  };
}

const GONE: LiveRow = { price: undefined, inStock: false };

interface Matched {
  /** By row of the catalogue. */
  readonly rows: readonly (LiveRow | undefined)[];
  /** Ids of products that the catalogue does not have. */
  readonly unknown: readonly string[];
}

/** A feed that groups variants otherwise than the catalogue has several products for one row: the best offer counts. */
function matched(products: readonly Product[], resolve: (id: string) => number | undefined, length: number): Matched {
  const rows = new Array<LiveRow | undefined>(length).fill(undefined);
  const unknown: string[] = [];
  for (const product of products) {
    const row = rowOf(product, resolve);
    if (row === undefined) unknown.push(product.id);
    else rows[row] = betterOffer(rows[row], { price: product.price?.amount, inStock: product.inStock });
  }
  return { rows, unknown };
}

function rowOf(product: Product, resolve: (id: string) => number | undefined): number | undefined {
  for (const name of [product.id, ...productAliases(product)]) {
    const row = resolve(name);
    if (row !== undefined) return row;
  }
  return undefined;
}

function betterOffer(known: LiveRow | undefined, offer: LiveRow): LiveRow {
  if (known === undefined) return offer;
  if (known.inStock !== offer.inStock) return known.inStock ? known : offer;
  if (known.price === undefined || offer.price === undefined) return known.price === undefined ? offer : known;
  return offer.price < known.price ? offer : known;
}
