import type { Buffer } from "node:buffer";
import { decode } from "../input/decode.ts";
import { Issues } from "../input/issues.ts";
import { readJson } from "../input/json.ts";
import { LIMITS } from "../input/limits.ts";
import { fieldNamer, type RawRow } from "../input/row.ts";
import { readTable } from "../input/table.ts";
import type { FeedReading } from "../product.ts";
import { type Detected, detectFeed } from "./detect.ts";
import { readEntry } from "./entry.ts";
import { FeedError } from "./errors.ts";
import { variantRows } from "./json-variants.ts";
import { Products } from "./products.ts";
import { shopifyRows } from "./shopify.ts";
import { readXml } from "./xml.ts";

export interface ReadFeedOptions {
  /** Milliseconds since the epoch, for the dates of sale prices. Default: now. */
  readonly nowMs?: number;
  /** Called every thousand rows with how many are done. */
  readonly onProgress?: (doneRows: number) => void;
}

/** JSON feeds write paths with slashes; in Google's and Shopify's a slash is part of a name ("TV/Video"). */
const MARKS = { json: /[>/]/, other: />/ } as const;

/**
 * Reads a product feed: Google Merchant (TSV, also CSV with the same columns; RSS 2.0; Atom), Shopify product CSV, or
 * JSON (Lines, or one array), told apart by content, gzipped or not. A row that cannot be used is an issue and the rest
 * is read. `name` is for messages. Throws FeedError when the file as a whole cannot be read.
 */
export function readFeed(bytes: Uint8Array, name: string, options: ReadFeedOptions = {}): FeedReading {
  const issues = new Issues();
  const text = decode(bytes, name, issues);
  const detected = detectFeed(text, name);
  const products = new Products(issues);
  const context = {
    issues,
    nowMs: options.nowMs ?? Date.now(),
    categoryMark: detected.format === "json-lines" ? MARKS.json : MARKS.other,
  };
  const onRow = counted(name, options.onProgress, (row) => {
    const entry = readEntry(row, context);
    if (entry !== undefined) products.add(entry);
  });
  const rows = readRows(text, name, detected, issues, onRow);
  if (rows === 0) throw new FeedError(`${name} holds no products, only a header or an empty frame: export it again`);
  return { format: detected.format, products: products.finish(), rows, issues: issues.list() };
}

type OnRow = (row: RawRow) => void;

function counted(name: string, onProgress: ((doneRows: number) => void) | undefined, onRow: OnRow): OnRow {
  let done = 0;
  return (row) => {
    if (done === LIMITS.feedRows) throw new FeedError(`${name} has over ${LIMITS.feedRows} rows: split it by shop`);
    onRow(row);
    done++;
    if (done % 1000 === 0) onProgress?.(done);
  };
}

/** Hands every usable row to `onRow`, under shared field names. Answers how many rows the file has. */
function readRows(text: Buffer, name: string, detected: Detected, issues: Issues, onRow: OnRow): number {
  switch (detected.format) {
    case "json-lines":
      return readJsonRows(text, name, issues, onRow);
    case "merchant-rss":
    case "merchant-atom":
      return readXml(text, detected.element, issues, onRow);
    case "merchant-tsv":
    case "shopify-csv": {
      const rename = detected.format === "shopify-csv" ? shopifyRows(issues) : (row: RawRow) => [row];
      return readTable(text, detected.head, issues, (line, cells) => {
        rename({ line, fields: cellsByName(detected.names, cells) }).forEach(onRow);
      });
    }
    default:
      return detected satisfies never;
  }
}

function readJsonRows(text: Buffer, name: string, issues: Issues, onRow: OnRow): number {
  const nameOf = fieldNamer();
  return readJson(text, name, issues, (line, value) => {
    const fields = new Map(Object.entries(value).map(([raw, one]) => [nameOf(raw), one]));
    variantRows({ line, fields }, nameOf).forEach(onRow);
  });
}

/** A column that stands several times has several values. */
function cellsByName(names: readonly string[], cells: readonly string[]): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  names.forEach((name, at) => {
    const before = fields.get(name);
    const cell = cells[at]!;
    if (cell.trim() !== "") fields.set(name, before === undefined ? cell : [before, cell].flat());
  });
  return fields;
}
