import type { Buffer } from "node:buffer";
import { FeedError } from "../feed/errors.ts";
import { type Issues, shown } from "./issues.ts";
import { LIMITS } from "./limits.ts";
import { LineCursor, lineEnd, skipBlank } from "./lines.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

type Span = readonly [start: number, end: number];

/**
 * Calls `onObject` with the line and value of each object of JSON Lines, or of one JSON array of objects; whatever is
 * not one is an error. Answers how many rows there were, bad ones included. Throws FeedError for one object spread over
 * several lines.
 */
export function readJson(
  text: Buffer,
  name: string,
  issues: Issues,
  onObject: (line: number, value: JsonObject) => void,
): number {
  const start = skipBlank(text, 0);
  const isArray = text[start] === 0x5b && !isLineOfLines(text, start);
  if (!isArray) refuseSpread(text, start, name);
  const cursor = new LineCursor(text);
  let rows = 0;
  for (const [from, to] of isArray ? elements(text, start + 1) : lines(text, start)) {
    rows++;
    const line = cursor.lineAt(from);
    const value = to - from > LIMITS.rowBytes ? TOO_LONG : parsed(text.toString("utf8", from, to));
    if (isObject(value)) onObject(line, value);
    else issues.error(line, "", problemOf(value, to === text.length));
  }
  return rows;
}

const BROKEN = Symbol("not JSON");
const TOO_LONG = Symbol("too long");

function problemOf(value: unknown, atEnd: boolean): string {
  if (value === TOO_LONG) return `the row has more than ${LIMITS.rowBytes / 1e6} MB: leave out fields`;
  if (value !== BROKEN) return `the row is ${shown(value)} and not an object: write {"id": ..., "title": ...}`;
  return atEnd
    ? "the last row is not valid JSON: the file may have been cut short, fetch it again"
    : "the row is not valid JSON: look for missing quotes, commas or braces";
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return BROKEN;
  }
}

/** A line such as `["a", 1]` above an object is a bad row of JSON Lines, and not the array that holds the rows. */
function isLineOfLines(text: Buffer, start: number): boolean {
  const end = lineEnd(text, start);
  return (
    end < text.length && text[skipBlank(text, end)] === 0x7b && parsed(text.toString("utf8", start, end)) !== BROKEN
  );
}

/** An object that opens on one line and goes on with `"` on the next is no row, and neither are its lines. */
function refuseSpread(text: Buffer, start: number, name: string): void {
  const end = lineEnd(text, start);
  if (text[skipBlank(text, end)] !== 0x22 || parsed(text.toString("utf8", start, end)) !== BROKEN) return;
  throw new FeedError(`${name} spreads a JSON object over several lines: write one object a line, or one array of all`);
}

function* lines(text: Buffer, start: number): Iterable<Span> {
  for (let at = start; at < text.length; ) {
    const end = lineEnd(text, at);
    yield [at, end];
    at = skipBlank(text, end);
  }
}

/** The elements of an array whose bracket stands before `start`. One cut short ends in a broken or empty element. */
function* elements(text: Buffer, start: number): Iterable<Span> {
  let end = start;
  let at = skipBlank(text, start);
  while (at < text.length && text[at] !== 0x5d) {
    end = elementEnd(text, at);
    yield [at, end];
    at = skipBlank(text, end);
    if (text[at] === 0x2c) at = skipBlank(text, at + 1);
  }
  if (at === text.length && end < text.length) yield [at, at];
}

/** Where the element that begins at `start` ends: before the comma or bracket that no bracket or quote encloses. */
function elementEnd(text: Buffer, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const byte = text[at];
    if (byte === 0x22) at = stringEnd(text, at);
    else if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x2c && depth === 0) return at;
    else if (byte === 0x7d || byte === 0x5d) {
      if (depth === 0) return byte === 0x5d ? at : at + 1;
      depth--;
    }
  }
  return text.length;
}

/** The offset of the quote that closes the string opened at `start`. */
function stringEnd(text: Buffer, start: number): number {
  for (let at = start + 1; ; at++) {
    const byte = text[at];
    if (byte === 0x5c) at++;
    else if (byte === 0x22 || byte === undefined) return at;
  }
}
