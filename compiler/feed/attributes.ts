import { isObject } from "../input/json.ts";
import { LIMITS } from "../input/limits.ts";
import { textOf, textsOf } from "../input/values.ts";
import type { Attribute } from "../product.ts";
import { ATTRIBUTE_FIELDS, ATTRIBUTES, LISTED, SLASHED } from "./fields.ts";
import { cut, plainText } from "./text.ts";

/** The name of an attribute that the feed gives without one: `"attributes": ["a1", "a17"]`. */
const UNNAMED = "attribute";

/** Every attribute of a row, as often as the row says it. */
export function readAttributes(fields: ReadonlyMap<string, unknown>): Attribute[] {
  const found: Attribute[] = [];
  for (const [field, value] of fields) {
    const name = Object.hasOwn(ATTRIBUTES, field) ? ATTRIBUTES[field] : undefined;
    if (name !== undefined) found.push(...named(name, value));
  }
  for (const field of ATTRIBUTE_FIELDS) found.push(...contained(fields.get(field), 3));
  return found
    .map(tidy)
    .filter(({ value }) => value !== "")
    .slice(0, LIMITS.attributes);
}

function tidy({ name, value }: Attribute): Attribute {
  return {
    name: cut(plainText(name).toLowerCase(), LIMITS.attributeNameChars) || UNNAMED,
    value: cut(plainText(value), LIMITS.attributeValueChars),
  };
}

function named(name: string, value: unknown): Attribute[] {
  return textsOf(value)
    .flatMap((text) => parts(name, text))
    .map((part) => ({ name, value: part }));
}

function parts(name: string, text: string): string[] {
  if (LISTED.has(name)) return text.split(/[,|]/);
  return SLASHED.has(name) ? text.split("/") : [text];
}

function contained(value: unknown, depth: number): Attribute[] {
  if (depth === 0) return [];
  if (Array.isArray(value)) return value.flatMap((one) => contained(one, depth - 1));
  if (isObject(value)) return pair(value) ?? Object.entries(value).flatMap(([name, one]) => named(name, one));
  return textsOf(value).flatMap(written);
}

/** `{"name": "Width", "value": "wide"}`, Google's `{attribute_name, attribute_value}` and Shopify's `{name, values}`. */
function pair(object: Readonly<Record<string, unknown>>): Attribute[] | undefined {
  const name = textOf(object.attribute_name ?? object.name ?? object.key);
  const value = object.attribute_value ?? object.value ?? object.values;
  return name === "" || value === undefined ? undefined : named(name, value);
}

/** `color: red` as a text of its own; Google's text feeds write `section:name:value`, several between commas. */
function written(text: string): Attribute[] {
  if (/^[^:]*:[^:]+:[^:]/.test(text)) return text.split(",").flatMap(detail);
  const match = /^([\p{L}][\p{L}\p{N} _-]{0,49})\s*[:=]\s*(\S.*)$/u.exec(text);
  return [match === null ? { name: UNNAMED, value: text } : { name: match[1]!, value: match[2]! }];
}

function detail(text: string): Attribute[] {
  const [, name, ...value] = text.split(":");
  return value.length === 0 ? [] : [{ name: name!, value: value.join(":") }];
}
