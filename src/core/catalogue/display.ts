import { Reader, type TextCodec, Writer, writeHeader } from "../bytes.ts";
import { eachRow, finish, type Steps } from "../steps.ts";
import {
  columnText,
  MAX_STRING_BYTES,
  readString,
  readStrings,
  type StringColumn,
  writeString,
  writeStrings,
} from "./strings.ts";

const MAGIC = "INKD";
const VERSION = 1;
const MAX_TEMPLATES = 255;
/** Stands for the product's id in an address template; cannot occur in an address. */
const ID = "\u0000";

/** What a shelf shows of one product. */
export interface DisplayRow {
  readonly title: string;
  readonly url: string;
  readonly image: string;
  /** As built, in major units; undefined when the feed has none. What is shown is the live section's. */
  readonly price: number | undefined;
}

export interface DisplaySection {
  readonly currency: string;
  /** Digits after the point of every price in display and live sections, 0 to 3. */
  readonly decimals: number;
  at(row: number): DisplayRow;
  readonly titles: StringColumn;
  /** Prices as built, in units of 10^-decimals, plus one; 0: none. */
  readonly prices: Float64Array;
}

/** The fewest decimals that hold every price exactly, at most 3. */
export function priceDecimals(prices: readonly (number | undefined)[]): number {
  const fits = (decimals: number): boolean =>
    prices.every(
      (price) => price === undefined || Math.abs(price * 10 ** decimals - Math.round(price * 10 ** decimals)) < 1e-6,
    );
  return [0, 2].find(fits) ?? 3;
}

export function encodeDisplay(
  rows: readonly DisplayRow[],
  ids: readonly string[],
  currency: string,
  decimals: number,
  codec: TextCodec,
): Uint8Array {
  const writer = writeHeader(new Writer(), MAGIC, VERSION);
  writeString(writer, currency, codec);
  writer.u8(decimals);
  writeStrings(
    writer,
    rows.map((row) => columnText(row.title)),
    codec,
  );
  writeAddresses(
    writer,
    rows.map((row) => row.url),
    ids,
    codec,
  );
  writeAddresses(
    writer,
    rows.map((row) => row.image),
    ids,
    codec,
  );
  for (const { price } of rows) writer.varint(price === undefined ? 0 : Math.round(price * 10 ** decimals) + 1);
  return writer.finish();
}

/** Throws FormatError for anything but what encodeDisplay wrote for these ids. */
export const decodeDisplay = (bytes: Uint8Array, codec: TextCodec, ids: StringColumn): DisplaySection =>
  finish(displaySteps(bytes, codec, ids));

/** The same with places to rest. */
export function* displaySteps(bytes: Uint8Array, codec: TextCodec, ids: StringColumn): Steps<DisplaySection> {
  const reader = new Reader(bytes, "the catalogue's display section");
  reader.header(MAGIC, VERSION);
  const currency = readString(reader, codec, 16);
  const decimals = reader.u8();
  if (decimals > 3) throw reader.error(`has prices with ${decimals} decimals`);
  const titles = yield* readStrings(reader, codec, ids.length, ids.length);
  const urls = yield* readAddresses(reader, codec, ids);
  const images = yield* readAddresses(reader, codec, ids);
  const prices = new Float64Array(ids.length);
  yield* eachRow(ids.length, (row) => {
    prices[row] = reader.varint();
  });
  reader.end();
  const priceAt = (row: number): number | undefined =>
    prices[row]! > 0 ? (prices[row]! - 1) / 10 ** decimals : undefined;
  return {
    currency,
    decimals,
    titles,
    prices,
    at: (row) => ({ title: titles.at(row), url: urls.at(row), image: images.at(row), price: priceAt(row) }),
  };
}

/** Most shops' addresses are one pattern around the id: patterns are stored once, exceptions in full. */
function writeAddresses(writer: Writer, addresses: readonly string[], ids: readonly string[], codec: TextCodec): void {
  const patterns = addresses.map((address, row) => (ids[row] === "" ? address : address.split(ids[row]!).join(ID)));
  const counts = new Map<string, number>();
  for (const pattern of patterns) counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  const common = [...counts].filter(([, count]) => count > 1);
  const templates = common
    .sort((a, b) => b[1] - a[1])
    .slice(0, MAX_TEMPLATES)
    .map(([pattern]) => pattern);
  const codeOf = new Map(templates.map((template, index) => [template, index + 1]));
  writeStrings(writer, templates, codec);
  for (const pattern of patterns) writer.u8(codeOf.get(pattern) ?? 0);
  const exceptions = patterns.filter((pattern) => !codeOf.has(pattern));
  const prefix = commonPrefix(exceptions);
  writeString(writer, prefix, codec);
  writeStrings(
    writer,
    exceptions.map((pattern) => pattern.slice(prefix.length)),
    codec,
  );
}

function* readAddresses(reader: Reader, codec: TextCodec, ids: StringColumn): Steps<StringColumn> {
  const templates = yield* readStrings(reader, codec, MAX_TEMPLATES);
  const codes = reader.raw(ids.length);
  const places = new Uint32Array(ids.length);
  let exceptions = 0;
  yield* eachRow(ids.length, (row) => {
    const code = codes[row]!;
    if (code > templates.length) throw reader.error(`names address pattern ${code} of ${templates.length}`);
    if (code === 0) places[row] = exceptions++;
  });
  const prefix = readString(reader, codec, MAX_STRING_BYTES);
  const rests = yield* readStrings(reader, codec, ids.length, exceptions);
  const patternAt = (row: number): string =>
    codes[row] === 0 ? prefix + rests.at(places[row]!) : templates.at(codes[row]! - 1);
  return {
    length: ids.length,
    at: (row) => (row >= 0 && row < ids.length ? patternAt(row).split(ID).join(ids.at(row)) : ""),
  };
}

function commonPrefix(texts: readonly string[]): string {
  let prefix = texts[0] ?? "";
  for (const text of texts) while (!text.startsWith(prefix)) prefix = prefix.slice(0, -1);
  return prefix;
}
