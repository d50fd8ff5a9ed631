import type { Buffer } from "node:buffer";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import type { Issues } from "../input/issues.ts";
import { isObject, type JsonObject } from "../input/json.ts";
import { LIMITS } from "../input/limits.ts";
import { LineCursor } from "../input/lines.ts";
import { fieldNamer, type RawRow } from "../input/row.ts";
import { isEmpty } from "../input/values.ts";
import { decodeEntities } from "./entities.ts";
import { elementSpans } from "./xml-spans.ts";

const ATTRIBUTE = "@";
const TEXT = "#text";

/**
 * Parses one item at a time, so that a broken one costs itself alone and a large feed little memory. The document's
 * declarations never reach the parser and its decoder knows no entity but HTML's: nothing expands, nothing is fetched.
 */
const PARSER = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: ATTRIBUTE,
  textNodeName: TEXT,
  parseTagValue: false,
  ignorePiTags: true,
  maxNestedTags: 20,
  entityDecoder: {
    decode: decodeEntities,
    setExternalEntities: () => undefined,
    addInputEntities: () => undefined,
    reset: () => undefined,
    setXmlVersion: () => undefined,
  },
});

/** Reads the `item` elements of RSS or the `entry` elements of Atom. Answers how many there were, bad ones included. */
export function readXml(text: Buffer, element: "item" | "entry", issues: Issues, onRow: (row: RawRow) => void): number {
  const cursor = new LineCursor(text);
  const nameOf = fieldNamer();
  let rows = 0;
  let end = 0;
  for (const span of elementSpans(text, element)) {
    rows++;
    end = span.end;
    const line = cursor.lineAt(span.start);
    const xml = span.end - span.start > LIMITS.rowBytes ? undefined : text.toString("utf8", span.start, span.end);
    if (!span.closed)
      issues.error(line, "", `this <${element}> is never closed and was left out: the feed may be cut short`);
    else if (xml === undefined)
      issues.error(line, "", `this <${element}> has over ${LIMITS.rowBytes / 1e6} MB: leave out fields`);
    else readElement(xml, line, nameOf, issues, onRow);
  }
  if (!endsClosed(text.toString("utf8", Math.max(end, text.length - 2_000)))) {
    issues.error(cursor.lineAt(text.length), "", "the feed ends in mid-air and may be cut short: fetch it again");
  }
  return rows;
}

/** Comments may follow the closing tag of the root. */
function endsClosed(tail: string): boolean {
  return /<\/[\w:.-]+\s*>\s*$/.test(tail.replace(/<!--[\s\S]*?-->/g, ""));
}

function readElement(
  xml: string,
  line: number,
  nameOf: (raw: string) => string,
  issues: Issues,
  onRow: (row: RawRow) => void,
): void {
  const valid = XMLValidator.validate(xml);
  if (valid !== true) {
    const what =
      valid.err.code === "InvalidChar" ? 'a "&" stands alone, write &amp;' : "tags do not match, close each one";
    const where = line + valid.err.line - 1;
    issues.error(line, "", `the item is not well-formed XML and was left out: on line ${where} ${what}`);
    return;
  }
  const fields = parseFields(xml, nameOf);
  if (fields !== undefined) onRow({ line, fields });
  else issues.error(line, "", "the item cannot be read as XML and was left out: look for odd names of elements");
}

/** Undefined for what the parser refuses: reserved names such as `__proto__`, nesting without end. */
function parseFields(xml: string, nameOf: (raw: string) => string): Map<string, unknown> | undefined {
  try {
    const parsed: unknown = PARSER.parse(xml);
    const root = isObject(parsed) ? Object.values(parsed)[0] : undefined;
    return fieldsOf(isObject(root) ? root : {}, nameOf);
  } catch {
    return undefined;
  }
}

/** Elements of Google's namespace go before the feed's own of that name; other namespaces are not the product. */
function fieldsOf(element: JsonObject, nameOf: (raw: string) => string): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const [tag, value] of Object.entries(element)) {
    const isGoogle = tag.startsWith("g:");
    if (tag.startsWith(ATTRIBUTE) || tag === TEXT || (tag.includes(":") && !isGoogle)) continue;
    const name = nameOf(tag);
    const plain = plainValue(value, nameOf, 4);
    if (isGoogle ? !isEmpty(plain) : isEmpty(fields.get(name))) fields.set(name, plain);
  }
  return fields;
}

/** An element's text, the address in `<link href>`, or its children by name. */
function plainValue(value: unknown, nameOf: (raw: string) => string, depth: number): unknown {
  if (depth === 0 || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.filter(isAlternate).map((one) => plainValue(one, nameOf, depth - 1));
  // The cast: an object that is no array is an object of names.
  const element = value as JsonObject;
  if (!isEmpty(element[TEXT])) return element[TEXT];
  if (element[`${ATTRIBUTE}href`] !== undefined) return element[`${ATTRIBUTE}href`];
  const children = Object.entries(element).filter(([name]) => !name.startsWith(ATTRIBUTE));
  return Object.fromEntries(children.map(([name, child]) => [nameOf(name), plainValue(child, nameOf, depth - 1)]));
}

/** Of Atom's links the one to the page itself. */
function isAlternate(value: unknown): boolean {
  return !isObject(value) || [undefined, "alternate"].includes(value[`${ATTRIBUTE}rel`] as string | undefined);
}
