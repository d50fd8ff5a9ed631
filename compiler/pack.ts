import { aliasHashes, encodeAliases } from "../src/core/catalogue/aliases.ts";
import { type DisplayRow, decodeDisplay, encodeDisplay, priceDecimals } from "../src/core/catalogue/display.ts";
import type { Channel } from "../src/core/catalogue/graph.ts";
import { encodeLive } from "../src/core/catalogue/live.ts";
import {
  catalogueVersion,
  MANIFEST_FORMAT,
  MANIFEST_VERSION,
  type Manifest,
  SECTION_NAMES,
  type SectionEntry,
  type SectionName,
} from "../src/core/catalogue/manifest.ts";
import { encodeRanking } from "../src/core/catalogue/ranking.ts";
import { minorDigits } from "./currency.ts";
import { channelOf } from "./graph/channel.ts";
import { cutTable } from "./graph/neighbours.ts";
import type { Model } from "./model.ts";
import { NODE_TEXT, sha256 } from "./platform.ts";
import type { Product } from "./product.ts";
import { productAliases } from "./product-index.ts";

export const LIVE_FILE = "live.bin";

/** A finished catalogue pack in memory: the bytes of every file, and the manifest that names them. */
export interface Pack {
  readonly manifest: Manifest;
  readonly sections: Readonly<Record<SectionName, Uint8Array>>;
  /** Undefined where nothing was learned. */
  readonly model?: Uint8Array;
  readonly live: Uint8Array;
  /** Aliases that several products share and that therefore resolve to none. */
  readonly aliasClashes: readonly string[];
}

/** Encodes a model with at most `neighbours` edges a product and channel. */
export function encodePack(model: Model, neighbours: number, ttlSeconds: number): Pack {
  const { products } = model;
  const ids = products.map((product) => product.id);
  const channels = model.channels.flatMap(({ name, table }) => channelOf(name, cutTable(table, neighbours)) ?? []);
  const ranking = encodeRanking({ products: products.length, ...model.columns, channels }, model.brands, NODE_TEXT);
  const aliases = aliasHashes(ids, products.map(productAliases));
  const display = displayBytes(products, ids);
  const sections = { ranking, display, aliases: encodeAliases(ids, aliases.rows, NODE_TEXT) };
  const manifest: Manifest = {
    format: MANIFEST_FORMAT,
    version: MANIFEST_VERSION,
    counts: {
      products: products.length,
      variants: products.reduce((sum, product) => sum + product.variants.length, 0),
      aliases: aliases.rows.reduce((sum, row) => sum + row.length, products.length),
      neighbours,
      edges: edgeCounts(channels),
    },
    sections: entries(sections),
    live: { url: LIVE_FILE, ttlSeconds },
  };
  return { manifest, sections, live: liveBytes(products, manifest, display, ids), aliasClashes: aliases.clashes };
}

/** The live file of `products`, in the pack's order, beside the display section of the same catalogue. */
export function liveBytes(
  products: readonly Product[],
  manifest: Manifest,
  display: Uint8Array,
  ids: readonly string[],
): Uint8Array {
  const column = { length: ids.length, at: (row: number) => ids[row]! };
  const rows = products.map((product) => ({ price: product.price?.amount, inStock: product.inStock }));
  return encodeLive(rows, catalogueVersion(manifest.sections), decodeDisplay(display, NODE_TEXT, column), NODE_TEXT);
}

function displayBytes(products: readonly Product[], ids: readonly string[]): Uint8Array {
  const rows = products.map(
    (product): DisplayRow => ({
      title: product.title,
      url: product.url,
      image: product.image,
      price: product.price?.amount,
    }),
  );
  const currency = products.find(({ price }) => price !== undefined && price.currency !== "")?.price?.currency ?? "";
  // At least the currency's own: a price that is whole today may not be in the next live file.
  const decimals = Math.max(minorDigits(currency), priceDecimals(rows.map((row) => row.price)));
  return encodeDisplay(rows, ids, currency, decimals, NODE_TEXT);
}

const edgeCounts = (channels: readonly Channel[]): Record<string, number> =>
  Object.fromEntries(channels.map(({ name, forward }) => [name, forward.targets.length]));

function entries(sections: Readonly<Record<SectionName, Uint8Array>>): Record<SectionName, SectionEntry> {
  const [ranking, display, aliases] = SECTION_NAMES;
  const of = (name: SectionName): SectionEntry => entry(name, sections[name]);
  return { ranking: of(ranking), display: of(display), aliases: of(aliases) };
}

function entry(name: string, bytes: Uint8Array): SectionEntry {
  const hash = sha256(bytes);
  return { url: `${name}.${hash.slice(0, 16)}.bin`, bytes: bytes.length, sha256: hash };
}

/** The same pack with what was learned from its history. */
export function withModel(pack: Pack, model: Uint8Array): Pack {
  const sections = { ...pack.manifest.sections, model: entry("model", model) };
  return { ...pack, model, manifest: { ...pack.manifest, sections } };
}
