import { type Issues, shown } from "../input/issues.ts";
import { LIMITS } from "../input/limits.ts";
import type { RawRow } from "../input/row.ts";
import { addressOf, firstOf, idOf, textOf, textsOf } from "../input/values.ts";
import type { Attribute, Price, Variant } from "../product.ts";
import { productAliases, variantAliases } from "./aliases.ts";
import { readAttributes } from "./attributes.ts";
import { readAvailability } from "./availability.ts";
import { type PathMark, readCategory } from "./category.ts";
import { FIELDS, type FieldName } from "./fields.ts";
import { readPrices } from "./prices.ts";
import { cut, plainText } from "./text.ts";
import { readUrl } from "./url.ts";

/** One row, read: a variant, and what the row says of the product it belongs to. */
export interface Entry {
  readonly line: number;
  readonly productId: string;
  readonly title: string;
  readonly description: string;
  readonly brand: string;
  readonly category: readonly string[];
  readonly attributes: readonly Attribute[];
  readonly keywords: readonly string[];
  readonly image: string;
  readonly url: string;
  readonly variant: Variant;
  readonly listPrice: Price | undefined;
  readonly productAliases: readonly string[];
  /** Why the product is not for sale; empty when it is. */
  readonly hidden: string;
  readonly isAdult: boolean;
}

export interface EntryContext {
  readonly issues: Issues;
  readonly categoryMark: PathMark;
  /** Milliseconds since the epoch: sale prices hold within their dates. */
  readonly nowMs: number;
}

/** Undefined, with an error, for a row that cannot be named. */
export function readEntry(row: RawRow, context: EntryContext): Entry | undefined {
  const id = readId(row, FIELDS.id, context);
  const group = readId(row, FIELDS.group, context);
  if (id === undefined || group === undefined) return undefined;
  if (id === "") {
    context.issues.error(row.line, "id", "the row has no id and was left out: give each row an id of its own");
    return undefined;
  }
  const { price, listPrice } = readPrices(row, context);
  const category = readCategory(row.fields, context.categoryMark);
  const url = address(row, "url", context);
  return {
    line: row.line,
    productId: group || id,
    title: text(row, "title", LIMITS.titleChars, context),
    description: readDescription(row, context),
    brand: text(row, "brand", LIMITS.brandChars, context),
    category: category.path,
    attributes: [...readAttributes(row.fields), ...categoryAttributes(category.others, category.number)],
    keywords: readKeywords(row),
    image: address(row, "image", context),
    url,
    variant: { id, aliases: variantAliases(row, id), price, inStock: inStock(row, context) },
    listPrice,
    productAliases: productAliases(row, id, url),
    hidden: unlessNo(row, "hidden"),
    isAdult: unlessNo(row, "adult") !== "",
  };
}

/** Any word but no. */
const unlessNo = (row: RawRow, field: FieldName): string =>
  textOf(firstOf(row.fields, FIELDS[field])).replace(/^(false|no|0)$/i, "");

/** "" when the row has none; undefined, with an error, when the row's cannot be used. */
function readId(row: RawRow, names: readonly string[], { issues }: EntryContext): string | undefined {
  const value = firstOf(row.fields, names);
  const id = idOf(value);
  if (id.length > LIMITS.idChars) {
    issues.error(
      row.line,
      names[0]!,
      `${shown(id)} has over ${LIMITS.idChars} characters and was left out: shorten the id`,
    );
    return undefined;
  }
  if (id !== "" || value === undefined) return id;
  issues.error(row.line, names[0]!, `${shown(value)} cannot be an id and the row was left out: write the id as text`);
  return undefined;
}

function text(row: RawRow, field: FieldName, limit: number, { issues }: EntryContext): string {
  const plain = plainText(textOf(firstOf(row.fields, FIELDS[field])));
  if (plain.length > limit) issues.warn(row.line, field, `the ${field} is cut to ${limit} characters: shorten it`);
  return cut(plain, limit);
}

function readDescription(row: RawRow, { issues }: EntryContext): string {
  const parts = [FIELDS.description, FIELDS.highlights].flatMap((names) => textsOf(firstOf(row.fields, names)));
  const plain = plainText(parts.join(" "));
  const limit = LIMITS.descriptionChars;
  if (plain.length > limit)
    issues.warn(row.line, "description", `the description is cut to ${limit} characters: shorten it`);
  return cut(plain, limit);
}

function readKeywords(row: RawRow): string[] {
  return textsOf(firstOf(row.fields, FIELDS.keywords))
    .flatMap((words) => words.split(/[,;|、，；]/))
    .map((words) => cut(plainText(words), LIMITS.keywordChars))
    .filter((words) => words !== "")
    .slice(0, LIMITS.keywords);
}

function categoryAttributes(others: readonly string[], number: string): Attribute[] {
  const names = others.map((value) => ({ name: "category", value }));
  return number === "" ? names : [...names, { name: "google_product_category", value: number }];
}

const URL_PROBLEMS = {
  scheme: "is not a web address and was left out: write one that begins with https://",
  long: `has over ${LIMITS.urlChars} characters and was left out: shorten it`,
} as const;

function address(row: RawRow, field: "image" | "url", { issues }: EntryContext): string {
  const name = FIELDS[field].find((one) => addressOf(row.fields.get(one)) !== "");
  if (name === undefined) return "";
  const raw = addressOf(row.fields.get(name));
  const { url, problem } = readUrl(raw);
  if (problem === "relative") {
    const message = 'addresses are relative and were left out: begin them with https:// or with "/"';
    issues.tally(row.line, name, message, raw);
  } else if (problem !== undefined) issues.warn(row.line, name, `${shown(raw)} ${URL_PROBLEMS[problem]}`);
  return url;
}

/** For sale unless the row says otherwise. */
function inStock(row: RawRow, { issues }: EntryContext): boolean {
  const value = firstOf(row.fields, FIELDS.availability);
  if (value === undefined) return true;
  const known = readAvailability(value);
  if (known === undefined) {
    const message = `${shown(textOf(value))} is no availability and was read as in stock: write in_stock or out_of_stock`;
    issues.warn(row.line, "availability", message);
  }
  return known ?? true;
}
