import { decode } from "../../compiler/input/decode.ts";
import { Issues } from "../../compiler/input/issues.ts";
import { InklingError } from "../../src/core/errors.ts";

/** A file as somebody gave it. `name` is for messages. */
export interface DataFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A dataset that cannot be evaluated. The message is one sentence: what is wrong, and what to do. */
export class DataError extends InklingError {
  static override readonly code: string = "data";
}

export interface Line {
  /** One-based. */
  readonly number: number;
  readonly text: string;
}

/** The lines that are not blank. Throws FeedError for a file that is empty or no text. */
export function linesOf({ name, bytes }: DataFile): Line[] {
  const text = decode(bytes, name, new Issues()).toString("utf8");
  return text
    .split("\n")
    .map((line, index) => ({ number: index + 1, text: line.trimEnd() }))
    .filter((line) => line.text !== "");
}

/** The column of one of `names` in a header, capitals aside; throws DataError when it has none. */
export function columnOf(header: readonly string[], names: readonly string[], file: string): number {
  const at = header.findIndex((name) => names.includes(name.toLowerCase()));
  if (at >= 0) return at;
  throw new DataError(`${file} has no column ${names[0]}: its first line must name the columns, and one of them so`);
}

/** Rows of one owner together, in time order; rows without time keep the file's order, as rows of one time do. */
export function byTime(
  rows: Iterable<{ readonly owner: string; readonly item: string; readonly time: number }>,
): string[][] {
  const owners = new Map<string, { item: string; time: number }[]>();
  for (const { owner, item, time } of rows) {
    const known = owners.get(owner);
    if (known === undefined) owners.set(owner, [{ item, time }]);
    else known.push({ item, time });
  }
  return [...owners.values()].map((list) => list.sort((a, b) => a.time - b.time).map(({ item }) => item));
}

/** Seconds, or any other number that grows with time; throws DataError for anything else. */
export function timeOf(text: string | undefined, file: string, line: number): number {
  const time = Number(text);
  if (text !== undefined && text.trim() !== "" && Number.isFinite(time)) return time;
  throw new DataError(`${file}, line ${line}: the time is no number: write seconds since 1970`);
}
