import type { Buffer } from "node:buffer";
import { CsvError, type Options, parse } from "csv-parse/sync";
import type { Issues } from "./issues.ts";
import { LIMITS } from "./limits.ts";
import { LineCursor, lineEnd, skipLineEnds } from "./lines.ts";

/** The first row of a delimited text. */
export interface TableHead {
  readonly delimiter: string;
  readonly names: readonly string[];
  /** Offset of the first byte after the header row. */
  readonly bodyStart: number;
}

const BROKEN =
  'a quote opens on this line and does not close, or the row is over 1 MB: write "" for a quote inside quotes';

const DELIMITERS = ["\t", ",", ";", "|"];

const DIALECT: Options = {
  relax_quotes: true,
  relax_column_count: true,
  skip_empty_lines: true,
  record_delimiter: ["\r\n", "\n"],
  max_record_size: LIMITS.rowBytes,
};

/** The header row, by the delimiter that gives it the most columns; undefined when none gives two. */
export function readHead(text: Buffer): TableHead | undefined {
  const heads = DELIMITERS.map((delimiter) => headBy(text, delimiter)).filter((head) => head !== undefined);
  const widest = heads.reduce<TableHead | undefined>(
    (best, head) => (best === undefined || head.names.length > best.names.length ? head : best),
    undefined,
  );
  return widest !== undefined && widest.names.length > 1 ? widest : undefined;
}

function headBy(text: Buffer, delimiter: string): TableHead | undefined {
  let head: TableHead | undefined;
  const on_record = (names: string[], info: { readonly bytes: number }): null => {
    head ??= { delimiter, names, bodyStart: info.bytes };
    return null;
  };
  try {
    parse(text.subarray(0, LIMITS.rowBytes), { ...DIALECT, delimiter, to: 1, on_record });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  return head;
}

/**
 * Calls `onRow` with the line and cells of each row as wide as the header; the others are errors. A quote that never
 * closes costs its own line only: reading goes on at the next. Answers how many rows there were, bad ones included.
 */
export function readTable(
  text: Buffer,
  head: TableHead,
  issues: Issues,
  onRow: (line: number, cells: readonly string[]) => void,
): number {
  const cursor = new LineCursor(text);
  let rows = 0;
  const onRecord = (offset: number, cells: readonly string[]): void => {
    if (cells.length === 1 && cells[0]!.trim() === "") return;
    rows++;
    const line = cursor.lineAt(offset);
    if (fits(cells, head.names.length)) onRow(line, cells);
    else issues.error(line, "", widthMessage(cells.length, head.names.length));
  };
  let start = head.bodyStart;
  for (let broken = 0; broken <= LIMITS.brokenQuotes; broken++) {
    const stop = readUntilBroken(text, start, head, onRecord);
    if (stop === undefined) return rows;
    rows++;
    issues.error(cursor.lineAt(stop), "", BROKEN);
    start = lineEnd(text, stop) + 1;
  }
  issues.error(cursor.lineAt(start), "", "too many quotes never close: the file is left unread from here, mend these");
  return rows;
}

function fits(cells: readonly string[], width: number): boolean {
  return cells.length >= width && cells.slice(width).every((cell) => cell.trim() === "");
}

function widthMessage(cells: number, width: number): string {
  return `the row has ${cells} columns where the header has ${width}: look for a stray or missing separator or quote`;
}

/**
 * Whether a row of several lines has only become one by a quote that does not close: it does not fit, or a cell of
 * several lines begins with a bare quote (`"""` would be an escaped one), or it holds whole rows between tabs.
 */
function swallows(cells: readonly string[], { names, delimiter }: TableHead, raw: Buffer): boolean {
  if (!fits(cells, names.length)) return true;
  const long = cells.filter((cell) => cell.includes("\n"));
  if (long.some((cell) => cell.startsWith('"')) && !raw.includes('"""')) return true;
  if (delimiter !== "\t" || names.length < 3) return false;
  return long.some((cell) => cell.split("\n").some((line, at) => at > 0 && line.split("\t").length === names.length));
}

/** Thrown through csv-parse, which hands on what its callback throws. */
class BrokenQuote extends Error {}

/** Answers the offset of a row whose quotes do not close; undefined at the end of the text. */
function readUntilBroken(
  text: Buffer,
  start: number,
  head: TableHead,
  onRecord: (offset: number, cells: readonly string[]) => void,
): number | undefined {
  let offset = skipLineEnds(text, start);
  const on_record = (cells: string[], info: { readonly bytes: number }): null => {
    const end = start + info.bytes;
    const isLong = lineEnd(text, offset) < end - 1;
    if (isLong && swallows(cells, head, text.subarray(offset, end))) throw new BrokenQuote();
    onRecord(offset, cells);
    offset = skipLineEnds(text, end);
    return null;
  };
  try {
    parse(text.subarray(start), { ...DIALECT, delimiter: head.delimiter, on_record });
    return undefined;
  } catch (error) {
    if (error instanceof BrokenQuote || error instanceof CsvError) return offset;
    throw error;
  }
}
