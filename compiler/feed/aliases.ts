import { aliasKey } from "../../src/core/catalogue/alias-key.ts";
import { LIMITS } from "../input/limits.ts";
import type { RawRow } from "../input/row.ts";
import { idOf, textsOf } from "../input/values.ts";
import { PRODUCT_ALIASES, VARIANT_ALIASES } from "./fields.ts";

/** What else a page may call the row's variant: GTIN, SKU, and the number inside `shopify_US_123_456`. */
export function variantAliases(row: RawRow, id: string): string[] {
  const numbers = /^shopify_[a-z]{2}_\d+_(\d+)$/i.exec(id);
  return distinct([...named(row, VARIANT_ALIASES), numbers?.[1] ?? ""], id);
}

/** What else a page may call the product: handle, the path of its page unless that is the front page, its number. */
export function productAliases(row: RawRow, id: string, url: string): string[] {
  const numbers = /^shopify_[a-z]{2}_(\d+)_\d+$/i.exec(id);
  const path = url === "" ? "" : aliasKey(url);
  return distinct([...named(row, PRODUCT_ALIASES), numbers?.[1] ?? "", path === "/" ? "" : path], id);
}

function named(row: RawRow, names: readonly string[]): string[] {
  return names.flatMap((name) => textsOf(row.fields.get(name)).map(idOf));
}

function distinct(names: readonly string[], id: string): string[] {
  const usable = names.filter((name) => name !== "" && name !== id && name.length <= LIMITS.urlChars);
  return [...new Set(usable)].slice(0, LIMITS.aliases);
}
