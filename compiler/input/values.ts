import { isObject } from "./json.ts";

/** How deep arrays and objects of a field are followed. */
const DEPTH = 4;

/** Members that say what an object is: `{"name": "Acme", "url": ...}`. */
const TEXT_MEMBERS: readonly string[] = ["name", "title", "value", "text", "#text"];
const ADDRESS_MEMBERS: readonly string[] = ["url", "src", "href", "large", "hi_res", "thumb", "#text"];
const ID_MEMBERS: readonly string[] = ["id", "email", "sku", "#text"];

/** The first text in a field: of a string, number, boolean, or of what an array or object holds; "" for none. */
export function textOf(value: unknown, members: readonly string[] = TEXT_MEMBERS, depth: number = DEPTH): string {
  if (typeof value === "string") return value.trim();
  if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return String(value);
  if (depth === 0 || typeof value !== "object" || value === null) return "";
  // The cast: an object that is not an object of names is an array.
  for (const one of isObject(value) ? members.map((name) => value[name]) : (value as readonly unknown[])) {
    const text = textOf(one, members, depth - 1);
    if (text !== "") return text;
  }
  return "";
}

/** The first address in a field: of an image or a page. */
export function addressOf(value: unknown): string {
  return textOf(value, ADDRESS_MEMBERS);
}

/** Every text in a field, arrays laid flat. */
export function textsOf(value: unknown, depth: number = DEPTH): string[] {
  if (Array.isArray(value) && depth > 0) return value.flatMap((one) => textsOf(one, depth - 1));
  const text = textOf(value, TEXT_MEMBERS, depth);
  return text === "" ? [] : [text];
}

/** The first field of these names that says anything; undefined when none does. */
export function firstOf(fields: ReadonlyMap<string, unknown>, names: readonly string[]): unknown {
  for (const name of names) {
    const value = fields.get(name);
    if (!isEmpty(value)) return value;
  }
  return undefined;
}

export function isEmpty(value: unknown): boolean {
  if (typeof value === "string") return value.trim() === "";
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** A name of a product, shopper or order: text, or a whole number that JSON keeps exactly. "" for anything else. */
export function idOf(value: unknown): string {
  if (typeof value === "number" && !Number.isSafeInteger(value)) return "";
  return textOf(value, ID_MEMBERS)
    .replace(/[\p{Cc}\p{Cs}]+/gu, " ")
    .trim()
    .normalize("NFC");
}
