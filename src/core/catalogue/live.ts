import { Reader, type TextCodec, unzigzag, Writer, writeHeader, zigzag } from "../bytes.ts";
import { eachRow, finish, type Steps } from "../steps.ts";
import type { DisplaySection } from "./display.ts";
import { readString, writeString } from "./strings.ts";

const MAGIC = "INKL";
const VERSION = 1;
const WHAT = "the catalogue's live section";

/** Price and stock of one product, as of now. */
export interface LiveRow {
  /** Major units; undefined when the shop names none. */
  readonly price: number | undefined;
  readonly inStock: boolean;
}

export interface LiveSection {
  /** The version of the catalogue whose products the rows are: rows of another mean nothing. */
  readonly catalogue: string;
  /** Major units; undefined when the shop names no price. */
  price(row: number): number | undefined;
  inStock(row: number): boolean;
}

/** Prices as differences to the display section's: most days most are zero and the file is small. */
export function encodeLive(
  rows: readonly LiveRow[],
  catalogue: string,
  display: DisplaySection,
  codec: TextCodec,
): Uint8Array {
  const writer = writeHeader(new Writer(), MAGIC, VERSION);
  writeString(writer, catalogue, codec);
  writer.varint(rows.length);
  for (const row of rows) writer.u8(row.inStock ? 1 : 0);
  rows.forEach(({ price }, row) => {
    const units = price === undefined ? 0 : Math.round(price * 10 ** display.decimals) + 1;
    writer.varint(zigzag(units - display.prices[row]!));
  });
  return writer.finish();
}

/** The version of the catalogue that a live file belongs to. Throws FormatError for anything but a live file. */
export function catalogueOfLive(bytes: Uint8Array, codec: TextCodec): string {
  return readHead(new Reader(bytes, WHAT), codec);
}

/** Throws FormatError for anything but what encodeLive wrote beside this display section. */
export const decodeLive = (bytes: Uint8Array, display: DisplaySection, codec: TextCodec): LiveSection =>
  finish(liveSteps(bytes, display, codec));

/** The same with places to rest. */
export function* liveSteps(bytes: Uint8Array, display: DisplaySection, codec: TextCodec): Steps<LiveSection> {
  const reader = new Reader(bytes, WHAT);
  const catalogue = readHead(reader, codec);
  const products = reader.count(display.prices.length, 2);
  if (products !== display.prices.length) throw reader.error(`has ${products} products for ${display.prices.length}`);
  const stock = reader.raw(products);
  const units = display.prices.slice();
  yield* eachRow(products, (row) => {
    units[row]! += unzigzag(reader.varint());
    if (units[row]! < 0) throw reader.error("has a negative price");
  });
  reader.end();
  return {
    catalogue,
    price: (row) => (units[row]! > 0 ? (units[row]! - 1) / 10 ** display.decimals : undefined),
    inStock: (row) => stock[row] === 1,
  };
}

function readHead(reader: Reader, codec: TextCodec): string {
  reader.header(MAGIC, VERSION);
  return readString(reader, codec, 64);
}
