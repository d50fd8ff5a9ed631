import { ID_LENGTH } from "../../../core/event/event.ts";
import { readFields, readText } from "../../../core/event/fields.ts";
import { unescapeHtml } from "./read.ts";

/** Entries of any list that are read. */
const MAX_LISTED = 500;

export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value.slice(0, MAX_LISTED) : [value];

/** A text, also of a value with its type or language (w3.org/TR/json-ld11/#value-objects) or of a PropertyValue, without HTML's escapes. */
export function plainOf(given: unknown): string | undefined {
  const { "@value": literal, value = literal } = readFields(given) ?? { value: given };
  const text = readText(value);
  return text === undefined ? undefined : unescapeHtml(text);
}

/** The first text of a value. */
export const textOf = (value: unknown): string | undefined => plainOf(listOf(value)[0]);

/** The path of an address, without a slash at its end; undefined for what is none, or too long to be a name. */
export function pathOf(value: unknown, base: string): string | undefined {
  const text = readText(listOf(value)[0]);
  if (text === undefined) return undefined;
  try {
    const path = new URL(text, base).pathname.replace(/(.)\/$/, "$1");
    return path.length <= ID_LENGTH ? path : undefined;
  } catch {
    return undefined; // no address
  }
}
