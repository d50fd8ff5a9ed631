import { Reader, type TextCodec, Writer, writeHeader } from "../bytes.ts";
import { finish, type Steps } from "../steps.ts";
import { readColumn } from "./columns.ts";
import { CHANNEL_NAMES, type Channel, readGraph, writeGraph } from "./graph.ts";
import { readStrings, type StringColumn, writeStrings } from "./strings.ts";

const MAGIC = "INKR";
const VERSION = 1;

/** Bounds every reader enforces. */
export const CATALOGUE_LIMITS: { readonly products: number; readonly categories: number; readonly brands: number } = {
  products: 1_000_000,
  categories: 65_535,
  brands: 1_000_000,
};

/** What the shop's history says of one category, for what comes after a purchase. */
export interface Repurchase {
  /** Share of the category's buyers who bought the same product again, 0 to 1. */
  readonly rate: number;
  /** Median days between the two; 0 when unknown. */
  readonly intervalDays: number;
}

/** The ranking section, decoded: everything about products that scores need, nothing to show. */
export interface Ranking {
  readonly products: number;
  /** Category tree: names, and each one's parent (-1 at the top). A parent stands before its children. */
  readonly categories: { readonly names: readonly string[]; readonly parents: Int32Array };
  readonly repurchase: readonly Repurchase[];
  readonly brands: StringColumn;
  /** Index into categories or brands plus one; 0: none. */
  readonly categoryOf: Uint32Array;
  readonly brandOf: Uint32Array;
  /** 0: unknown; 1 to 255: log-spaced from `priceLow` to `priceHigh` (major units). */
  readonly priceCodes: Uint8Array;
  readonly priceLow: number;
  readonly priceHigh: number;
  /** 0: never seen; 255: the most popular; log(1 + count) between. */
  readonly popularity: Uint8Array;
  /** Log2 of the recent rate over the earlier one, in sixteenths, -127 to 127. */
  readonly trend: Int8Array;
  /** Place in the shop's own feed, 0 first: the shop's order, for a first visit without popularity. */
  readonly places: Uint32Array;
  /** Share of events, after a shopper's first, about a product that the shopper had seen before; 0 to 1. */
  readonly repeatRate: number;
  readonly channels: readonly Channel[];
}

const byteColumn = (values: Int8Array | Uint8Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** `strings` of brands are passed apart because a decoded Ranking holds them lazily. */
export function encodeRanking(
  ranking: Omit<Ranking, "brands">,
  brands: readonly string[],
  codec: TextCodec,
): Uint8Array {
  const writer = writeHeader(new Writer(), MAGIC, VERSION);
  writer.varint(ranking.products);
  writeStrings(writer, ranking.categories.names, codec);
  for (const parent of ranking.categories.parents) writer.varint(parent + 1);
  for (const { rate, intervalDays } of ranking.repurchase)
    writer.u8(Math.round(rate * 255)).varint(Math.round(intervalDays));
  writeStrings(writer, brands, codec);
  for (const category of ranking.categoryOf) writer.varint(category);
  for (const brand of ranking.brandOf) writer.varint(brand);
  writer.f64(ranking.priceLow).f64(ranking.priceHigh).raw(ranking.priceCodes);
  writer.raw(ranking.popularity).raw(byteColumn(ranking.trend));
  for (const place of ranking.places) writer.varint(place);
  writer.f32(ranking.repeatRate);
  writer.u8(ranking.channels.length);
  for (const channel of ranking.channels) {
    writer.u8(CHANNEL_NAMES.indexOf(channel.name)).f32(channel.unit);
    writeGraph(writer, channel.forward);
  }
  return writer.finish();
}

/** Throws FormatError for anything but what encodeRanking wrote. */
export const decodeRanking = (bytes: Uint8Array, codec: TextCodec): Ranking => finish(rankingSteps(bytes, codec));

/** The same with places to rest. */
export function* rankingSteps(bytes: Uint8Array, codec: TextCodec): Steps<Ranking> {
  const reader = new Reader(bytes, "the catalogue's ranking section");
  reader.header(MAGIC, VERSION);
  const products = reader.count(CATALOGUE_LIMITS.products, 1);
  const names = yield* readStrings(reader, codec, CATALOGUE_LIMITS.categories);
  const parents = Int32Array.from({ length: names.length }, (_, row) => reader.varint(row) - 1);
  const repurchase = Array.from({ length: names.length }, () => ({
    rate: reader.u8() / 255,
    intervalDays: reader.varint(65_535),
  }));
  const brands = yield* readStrings(reader, codec, CATALOGUE_LIMITS.brands);
  const categoryOf = yield* readColumn(reader, products, names.length);
  const brandOf = yield* readColumn(reader, products, brands.length);
  const priceLow = reader.f64();
  const priceHigh = reader.f64();
  const priceCodes = reader.raw(products);
  const popularity = reader.raw(products);
  const trend = Int8Array.from(reader.raw(products));
  const places = yield* readColumn(reader, products, products);
  const repeatRate = reader.f32();
  const channels: Channel[] = [];
  for (let left = reader.u8(); left > 0; left--) {
    const name = CHANNEL_NAMES[reader.u8()];
    if (name === undefined) throw reader.error("has a channel that this Inkling does not know");
    channels.push({ name, unit: reader.f32(), forward: yield* readGraph(reader, products) });
  }
  reader.end();
  return {
    products,
    categories: { names: Array.from({ length: names.length }, (_, row) => names.at(row)), parents },
    repurchase,
    brands,
    categoryOf,
    brandOf,
    priceCodes,
    priceLow,
    priceHigh,
    popularity,
    trend,
    places,
    repeatRate,
    channels,
  };
}
