import { isObject, type JsonObject } from "../input/json.ts";
import type { RawRow } from "../input/row.ts";
import { firstOf, idOf } from "../input/values.ts";
import { ATTRIBUTE_FIELDS, FIELDS } from "./fields.ts";
import { shopifyId } from "./shopify.ts";

/** What a variant calls itself, such as "Red / 42", and shows is not what its product is called and shows. */
const OF_PRODUCT: ReadonlySet<string> = new Set([
  ...FIELDS.title,
  ...FIELDS.description,
  ...FIELDS.image,
  ...FIELDS.url,
  ...FIELDS.group,
]);

/** A row with a `variants` list becomes one row a variant, each with the product's own fields where it has none. */
export function variantRows(row: RawRow, nameOf: (raw: string) => string): RawRow[] {
  const variants = row.fields.get("variants");
  const product = idOf(firstOf(row.fields, FIELDS.id));
  const objects = Array.isArray(variants) ? variants.filter(isObject) : [];
  if (objects.length === 0 || product === "") return [row];
  const shared = sharedFields(row, product);
  return objects.map((variant, at) => ({
    line: row.line,
    fields: variantFields(shared, variant, at, product, nameOf),
  }));
}

/** The product's names move aside: each variant brings its own. */
function sharedFields(row: RawRow, product: string): Map<string, unknown> {
  const shared = new Map(row.fields);
  const names = FIELDS.id.map((name) => shared.get(name));
  for (const name of ["variants", ...FIELDS.id]) shared.delete(name);
  shared.set("product_number", names);
  if (idOf(firstOf(shared, FIELDS.group)) === "") shared.set("item_group_id", product);
  return shared;
}

function variantFields(
  shared: ReadonlyMap<string, unknown>,
  variant: JsonObject,
  at: number,
  product: string,
  nameOf: (raw: string) => string,
): Map<string, unknown> {
  const fields = new Map(shared);
  for (const [raw, value] of Object.entries(variant)) {
    const name = nameOf(raw);
    if (OF_PRODUCT.has(name)) continue;
    fields.set(name, ATTRIBUTE_FIELDS.includes(name) ? [shared.get(name), value] : value);
  }
  const id = idOf(firstOf(fields, ["id", "variant_id", ...FIELDS.id])) || `${product}/${at + 1}`;
  return fields.set("id", id).set("shopify_id", shopifyId(product, id));
}
