import type { Reader, TextCodec, Writer } from "../bytes.ts";
import type { Steps } from "../steps.ts";
import { readEnds } from "./columns.ts";

/** A column of strings that decodes a row when it is asked for: 100,000 titles cost nothing until shown. */
export interface StringColumn {
  readonly length: number;
  at(row: number): string;
}

/** The longest string of a column or template: an address of 2,000 characters, percent-encoded, is at most 18,000. */
export const MAX_STRING_BYTES = 20_000;

/** A string of its own: its byte length, then its bytes. */
export function writeString(writer: Writer, text: string, codec: TextCodec): void {
  const bytes = codec.encode(text);
  writer.varint(bytes.length).raw(bytes);
}

export const readString = (reader: Reader, codec: TextCodec, maxBytes: number): string =>
  codec.decode(reader.raw(reader.varint(maxBytes)));

/** All byte lengths first, then all bytes: compresses better than lengths and texts mixed. */
export function writeStrings(writer: Writer, strings: readonly string[], codec: TextCodec): void {
  const rows = strings.map((text) => codec.encode(text));
  writer.varint(rows.length);
  for (const row of rows) writer.varint(row.length);
  for (const row of rows) writer.raw(row);
}

/** Reads a column of exactly `expected` strings, or of at most `max` when `expected` is undefined. */
export function* readStrings(reader: Reader, codec: TextCodec, max: number, expected?: number): Steps<StringColumn> {
  const length = reader.count(max, 1);
  if (expected !== undefined && length !== expected) throw reader.error(`has ${length} strings for ${expected} rows`);
  const ends = yield* readEnds(reader, length, MAX_STRING_BYTES);
  const bytes = reader.raw(ends[length]!);
  return {
    length,
    at: (row) => (row >= 0 && row < length ? codec.decode(bytes.subarray(ends[row], ends[row + 1])) : ""),
  };
}

/** Cuts a string so that its UTF-8 fits a column: at most 1,000 UTF-16 units are at most 3,000 bytes. */
export function columnText(text: string): string {
  return text.length <= 1000 ? text : text.slice(0, 1000);
}
