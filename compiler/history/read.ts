import type { Buffer } from "node:buffer";
import { FeedError } from "../feed/errors.ts";
import { decode } from "../input/decode.ts";
import { Issues } from "../input/issues.ts";
import { readJson } from "../input/json.ts";
import { LIMITS } from "../input/limits.ts";
import { fieldNamer } from "../input/row.ts";
import { sniff } from "../input/sniff.ts";
import { readHead, readTable, type TableHead } from "../input/table.ts";
import type { HistoryReading } from "../interaction.ts";
import { columnPositions, objectRow, type Row } from "./columns.ts";
import { Recorder } from "./recorder.ts";

/**
 * Reads what shoppers did: events or orders, as JSON Lines (or one array), CSV or TSV, told apart by content, gzipped or
 * not. Columns go by many names (columns.ts). Without a kind, a row is a purchase where the file is of orders (it has an
 * order number or a list of items) and a view anywhere else. A row that cannot be used is an issue and the rest is read;
 * events of other kinds are skipped and counted. `name` is for messages. Throws FeedError when the file as a whole
 * cannot be read.
 */
export function readHistory(bytes: Uint8Array, name: string): HistoryReading {
  const issues = new Issues();
  const text = decode(bytes, name, issues);
  const recorder = new Recorder(issues);
  const shape = sniff(text, name);
  if (shape.kind === "xml") {
    throw new FeedError(`${name} is XML, which no history is: export orders or events as CSV or JSON Lines`);
  }
  const head = shape.kind === "table" ? headOf(text, name) : undefined;
  const rows =
    head === undefined ? readObjects(text, name, issues, recorder) : readCells(text, name, head, issues, recorder);
  if (rows === 0) throw new FeedError(`${name} holds a header and no rows: export it again`);
  const format = head === undefined ? "json-lines" : head.delimiter === "\t" ? "tsv" : "csv";
  return { format, rows, interactions: recorder.interactions, issues: issues.list() };
}

function headOf(text: Buffer, name: string): TableHead {
  const head = readHead(text);
  if (head !== undefined) return head;
  throw new FeedError(
    `${name} is no history Inkling knows: give CSV, TSV or JSON Lines with shopper, item, time and kind`,
  );
}

function readObjects(text: Buffer, name: string, issues: Issues, recorder: Recorder): number {
  const nameOf = fieldNamer();
  return readJson(text, name, issues, (line, object) => {
    bound(recorder, name);
    recorder.add(line, objectRow(object, nameOf));
  });
}

function readCells(text: Buffer, name: string, head: TableHead, issues: Issues, recorder: Recorder): number {
  const at = columnPositions(head.names.map(fieldNamer()));
  if (at.item.length === 0) throw missing(name, "product", "item_id");
  if (at.shopper.length === 0 && at.order.length === 0) throw missing(name, "shopper or session", "user_id");
  return readTable(text, head, issues, (line, cells) => {
    bound(recorder, name);
    const row: Row = (column) => {
      for (const position of at[column]) if (cells[position]!.trim() !== "") return cells[position];
      return undefined;
    };
    recorder.add(line, row);
  });
}

function bound(recorder: Recorder, name: string): void {
  if (recorder.interactions.length < LIMITS.historyRows) return;
  throw new FeedError(`${name} has over ${LIMITS.historyRows} interactions: leave out the oldest`);
}

function missing(name: string, what: string, column: string): FeedError {
  return new FeedError(`${name} has no column for the ${what}: name it in the first row, for example ${column}`);
}
