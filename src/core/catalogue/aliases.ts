import type { ItemId, ItemIndex } from "../brands.ts";
import { Reader, type TextCodec, Writer, writeHeader } from "../bytes.ts";
import { eachRow, finish, type Steps } from "../steps.ts";
import { aliasHash } from "./alias-hash.ts";
import { aliasKey } from "./alias-key.ts";
import { readEnds } from "./columns.ts";
import { readStrings, type StringColumn, writeStrings } from "./strings.ts";

const MAGIC = "INKA";
const VERSION = 1;
const MAX_ALIASES_EACH = 4096;
/** What the upper bits of a hash count. */
const HIGH = 0x1_0000_0000;

/** The aliases section, decoded: the shop's ids, and every other name a page may use. */
export interface Aliases {
  readonly ids: StringColumn;
  /** The product a page's id means: product id, variant id, SKU, GTIN, handle, URL path, Shopify feed id. */
  resolve(id: string): ItemIndex | undefined;
  idOf(item: ItemIndex): ItemId;
}

/**
 * Hashes of the aliases of each product, without those that two products share (they would be guesses) and without
 * the product's own id, which resolves by itself.
 */
export function aliasHashes(
  ids: readonly string[],
  aliases: readonly (readonly string[])[],
): { rows: number[][]; clashes: string[] } {
  const own = new Map<number, number>();
  const owner = new Map<number, number>();
  const clashing = new Map<number, string>();
  ids.forEach((id, row) => {
    const hash = aliasHash(aliasKey(id));
    if (own.has(hash)) clashing.set(hash, id);
    own.set(hash, row);
  });
  aliases.forEach((names, row) => {
    for (const name of names) {
      const hash = aliasHash(aliasKey(name));
      const holder = own.get(hash) ?? owner.get(hash);
      if (holder === undefined) owner.set(hash, row);
      else if (holder !== row) clashing.set(hash, name);
    }
  });
  const rows: number[][] = ids.map(() => []);
  for (const [hash, row] of owner) if (!clashing.has(hash)) rows[row]!.push(hash);
  for (const row of rows) row.sort((a, b) => a - b);
  return { rows, clashes: [...clashing.values()] };
}

export function encodeAliases(
  ids: readonly string[],
  hashes: readonly (readonly number[])[],
  codec: TextCodec,
): Uint8Array {
  const writer = writeHeader(new Writer(), MAGIC, VERSION);
  writeStrings(writer, ids, codec);
  for (const row of hashes) writer.varint(Math.min(row.length, MAX_ALIASES_EACH));
  for (const row of hashes) {
    for (const hash of row.slice(0, MAX_ALIASES_EACH)) {
      writer.u32(hash >>> 0).u16(Math.floor(hash / HIGH));
    }
  }
  return writer.finish();
}

/** Throws FormatError for anything but what encodeAliases wrote for `products` products. */
export const decodeAliases = (bytes: Uint8Array, codec: TextCodec, products: number): Aliases =>
  finish(aliasSteps(bytes, codec, products));

/** The same with places to rest. */
export function* aliasSteps(bytes: Uint8Array, codec: TextCodec, products: number): Steps<Aliases> {
  const reader = new Reader(bytes, "the catalogue's alias section");
  reader.header(MAGIC, VERSION);
  const ids = yield* readStrings(reader, codec, products, products);
  const table = new Map<number, ItemIndex>();
  const ends = yield* readEnds(reader, products, MAX_ALIASES_EACH);
  yield* eachRow(products, (row) => {
    for (let k = ends[row]!; k < ends[row + 1]!; k++) table.set(reader.u32() + reader.u16() * HIGH, row as ItemIndex);
  });
  reader.end();
  yield* eachRow(products, (row) => table.set(aliasHash(aliasKey(ids.at(row))), row as ItemIndex));
  return {
    ids,
    resolve: (id) => table.get(aliasHash(aliasKey(id))),
    idOf: (item) => ids.at(item) as ItemId,
  };
}
