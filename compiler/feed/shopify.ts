import type { Issues } from "../input/issues.ts";
import type { RawRow } from "../input/row.ts";
import { firstOf, idOf, textOf } from "../input/values.ts";

/** Columns by the names of Shopify's exports, old (`Variant SKU`) and new (`SKU`). */
const COLUMNS = {
  handle: ["handle", "url_handle"],
  title: ["title"],
  description: ["body_html", "description"],
  vendor: ["vendor"],
  category: ["product_category"],
  type: ["type"],
  tags: ["tags"],
  status: ["status"],
  published: ["published", "published_on_online_store"],
  productNumber: ["id", "product_id"],
  variantNumber: ["variant_id"],
  sku: ["variant_sku", "sku"],
  barcode: ["variant_barcode", "barcode"],
  price: ["variant_price", "price"],
  compareAt: ["variant_compare_at_price", "compare_at_price"],
  quantity: ["variant_inventory_qty", "inventory_quantity"],
  policy: ["variant_inventory_policy", "continue_selling_when_out_of_stock"],
  tracker: ["variant_inventory_tracker", "inventory_tracker"],
  image: ["image_src", "product_image_url", "variant_image", "variant_image_url"],
  gender: ["google_shopping_gender"],
  ageGroup: ["google_shopping_age_group"],
  condition: ["google_shopping_condition"],
  googleCategory: ["google_shopping_google_product_category"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

type Cell = (column: keyof typeof COLUMNS) => string;

/** Whether columns are those of a Shopify product export. */
export function isShopify(names: readonly string[]): boolean {
  const has = (wanted: readonly string[]): boolean => wanted.some((name) => names.includes(name));
  const signs = ["body_html", "vendor", "option1_name", "variant_price", "variant_sku", "published_on_online_store"];
  return has(COLUMNS.handle) && has(signs);
}

/**
 * Renames the rows of one Shopify export to the shared fields, one after the other: a handle's option names stand in its
 * first row only. Rows that only add an image give none.
 */
export function shopifyRows(issues: Issues): (row: RawRow) => RawRow[] {
  const optionNames = new Map<string, readonly string[]>();
  return (row) => {
    const cell: Cell = (column) => textOf(firstOf(row.fields, COLUMNS[column]));
    const handle = idOf(cell("handle"));
    if (handle === "") {
      issues.error(
        row.line,
        "Handle",
        "the row has no Handle and was left out: each row of a product repeats its handle",
      );
      return [];
    }
    const values = optionTexts(row, "value");
    if (values.join("") === "" && [cell("title"), cell("sku"), cell("price"), cell("barcode")].join("") === "")
      return [];
    const names = optionTexts(row, "name");
    if (!optionNames.has(handle)) optionNames.set(handle, names);
    return [{ line: row.line, fields: renamed(cell, handle, options(optionNames.get(handle) ?? names, values)) }];
  };
}

interface Option {
  readonly name: string;
  readonly value: string;
}

function optionTexts(row: RawRow, part: "name" | "value"): string[] {
  return [1, 2, 3].map((number) => textOf(row.fields.get(`option${number}_${part}`)));
}

/** "Title: Default Title" is how Shopify says that a product has no options. */
function options(names: readonly string[], values: readonly string[]): Option[] {
  const all = values.map((value, at) => ({ name: names[at] || `option ${at + 1}`, value }));
  return all.filter(({ value }) => value !== "" && value !== "Default Title");
}

function renamed(cell: Cell, handle: string, chosen: readonly Option[]): Map<string, unknown> {
  const variantNumber = idOf(cell("variantNumber"));
  return new Map<string, unknown>([
    ["id", variantNumber || [handle, ...chosen.map(({ value }) => value)].join("/")],
    ["item_group_id", handle],
    ["title", cell("title")],
    ["description", cell("description")],
    ["brand", cell("vendor")],
    ["categories", [categoryPath(cell)]],
    ["google_product_category", cell("googleCategory")],
    ["tags", cell("tags")],
    ["options", chosen],
    ["gender", cell("gender")],
    ["age_group", cell("ageGroup")],
    ["condition", cell("condition")],
    ["price", cell("price")],
    ["compare_at_price", cell("compareAt")],
    ["availability", isSold(cell) ? "in stock" : "out of stock"],
    ["image_link", cell("image")],
    ["link", `/products/${handle}`],
    ["sku", cell("sku")],
    ["barcode", cell("barcode")],
    ["product_number", cell("productNumber")],
    ["shopify_id", shopifyId(cell("productNumber"), variantNumber)],
    ["hidden", hiddenBecause(cell)],
  ]);
}

/** The name by which Google's feeds from Shopify call a variant, without the country. */
export function shopifyId(product: string, variant: string): string {
  return /^\d{6,}$/.test(product) && /^\d{6,}$/.test(variant) ? `shopify_${product}_${variant}` : "";
}

/** Shopify's own taxonomy, and below it the shop's word for the product. */
function categoryPath(cell: Cell): string[] {
  const path = cell("category") === "Uncategorized" ? [] : cell("category").split(">");
  const type = cell("type").split(">");
  return [...path, ...type.filter((level) => level.trim().toLowerCase() !== path.at(-1)?.trim().toLowerCase())];
}

/** In stock, not counted, or sold beyond the stock. */
function isSold(cell: Cell): boolean {
  const quantity = cell("quantity");
  if (quantity === "" || cell("tracker") === "") return true;
  return /^(continue|true)$/i.test(cell("policy")) || Number(quantity) > 0;
}

function hiddenBecause(cell: Cell): string {
  const status = cell("status").toLowerCase();
  if (status !== "" && status !== "active") return status;
  return /^(false|no|0)$/i.test(cell("published")) ? "unpublished" : "";
}
