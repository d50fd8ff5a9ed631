import { EVENT_LIMITS } from "../../../core/event/event.ts";
import { readText } from "../../../core/event/fields.ts";
import { unescapeHtml } from "./read.ts";

/** Entries of any list that are read. */
const MAX_LISTED = 500;

export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value.slice(0, MAX_LISTED) : [value];

/** The first text of a value, without HTML's escapes. */
export function textOf(value: unknown): string | undefined {
  const text = readText(listOf(value)[0]);
  return text === undefined ? undefined : unescapeHtml(text);
}

/** The path of an address, without a slash at its end; undefined for what is none, or too long to be a name. */
export function pathOf(value: unknown, base: string): string | undefined {
  const text = readText(listOf(value)[0]);
  if (text === undefined) return undefined;
  try {
    const path = new URL(text, base).pathname.replace(/(.)\/$/, "$1");
    return path.length <= EVENT_LIMITS.idLength ? path : undefined;
  } catch {
    return undefined; // no address
  }
}
