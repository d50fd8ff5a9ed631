import { NODE_TEXT } from "../../../compiler/platform.ts";
import { aliasHashes, encodeAliases } from "../../../src/core/catalogue/aliases.ts";
import { type DisplayRow, encodeDisplay } from "../../../src/core/catalogue/display.ts";
import { encodeRanking } from "../../../src/core/catalogue/ranking.ts";

/** A shop of so many products that every pass over them rests. */
export const PRODUCTS = 5_000;
export const BRANDS = 2_500;

export const ROWS: readonly number[] = Array.from({ length: PRODUCTS }, (_, row) => row);
export const IDS: readonly string[] = ROWS.map((row) => `p-${row}`);

/** Each product's one neighbour is so many further on. */
const neighbour = (on: number) => ({
  offsets: Uint32Array.from({ length: PRODUCTS + 1 }, (_, row) => row),
  targets: Uint32Array.from(ROWS, (row) => (row + on) % PRODUCTS),
  codes: new Uint8Array(PRODUCTS).fill(255),
});
export const CHANNELS = [
  { name: "text", unit: 1, forward: neighbour(1) },
  { name: "followedBy", unit: 0.5, forward: neighbour(2) },
] as const;

/** Two of a brand. */
export const RANKING: Uint8Array = encodeRanking(
  {
    products: PRODUCTS,
    categories: { names: [], parents: new Int32Array() },
    repurchase: [],
    categoryOf: new Uint32Array(PRODUCTS),
    brandOf: Uint32Array.from(ROWS, (row) => (row % BRANDS) + 1),
    priceCodes: new Uint8Array(PRODUCTS),
    priceLow: 1,
    priceHigh: 2,
    popularity: new Uint8Array(PRODUCTS).fill(3),
    trend: new Int8Array(PRODUCTS),
    places: Uint32Array.from(ROWS),
    repeatRate: 0,
    channels: CHANNELS,
  },
  Array.from({ length: BRANDS }, (_, brand) => `Brand ${brand}`),
  NODE_TEXT,
);
export const ALIASES: Uint8Array = encodeAliases(
  IDS,
  aliasHashes(
    IDS,
    IDS.map((id) => [`sku-${id}`]),
  ).rows,
  NODE_TEXT,
);
export const SHOWN: readonly (DisplayRow & { readonly price: number })[] = IDS.map((id) => ({
  title: `Shoe ${id}`,
  url: `/p/${id}`,
  image: `/i/${id}.jpg`,
  price: 12,
}));
export const DISPLAY: Uint8Array = encodeDisplay(SHOWN, IDS, "EUR", 2, NODE_TEXT);
