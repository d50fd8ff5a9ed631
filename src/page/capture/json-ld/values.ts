import { ID_LENGTH } from "../../../core/event/event.ts";
import { readFields, readText } from "../../../core/event/fields.ts";
import { type Node, unescapeHtml } from "./read.ts";

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

/** `Product` of "Product", "schema:Product" and "https://schema.org/Product". */
export const isA = (node: Node, ...types: readonly string[]): boolean =>
  listOf(node["@type"]).some((type) => typeof type === "string" && types.includes(type.replace(/^.*[/#:]/, "")));

export const isProduct = (node: Node): boolean =>
  isA(node, "Product", "ProductGroup", "ProductModel", "IndividualProduct");

/** An address with no slash at the end of its path; undefined for what is none, or whose path is too long to be a name. */
export function addressOf(value: unknown, base: string): URL | undefined {
  const text = readText(listOf(value)[0]);
  if (text === undefined) return undefined;
  try {
    const url = new URL(text, base);
    url.pathname = url.pathname.replace(/(.)\/$/, "$1");
    return url.pathname.length <= ID_LENGTH ? url : undefined;
  } catch {
    return undefined; // no address
  }
}

export const pathOf = (value: unknown, base: string): string | undefined => addressOf(value, base)?.pathname;

/**
 * Whether this may be the page's own address: it has its path, and no parameter of another value. One that only one of both has tells nothing: it may be a
 * campaign's, or a variant's.
 */
export function isAt(value: unknown, href: string): boolean {
  const url = addressOf(value, href);
  const here = addressOf(href, href);
  return (
    url?.pathname === (here?.pathname ?? "") &&
    [...url.searchParams].every(([name, given]) => (here?.searchParams.get(name) ?? given) === given)
  );
}
