import { readFields, readId } from "../../../core/event/fields.ts";

/** Characters of a form's variations that are read: WooCommerce writes 30 of them at most, unless a shop asks for more. */
const MAX_CHARACTERS = 500_000;

const idsOf = (...names: readonly unknown[]): string[] => names.flatMap((name) => readId(name) ?? []);

/** What the product of a button or a form is called. */
export const namesOf = ({ dataset: { product_id, product_sku } }: HTMLElement): readonly string[] =>
  idsOf(product_id, product_sku);

/** What its variations are called, which the form of a variable product holds unless they are many (template single-product/add-to-cart/variable.php). May throw. */
export function variationsOf({ dataset: { product_variations = "" } }: HTMLElement): readonly string[] {
  if (product_variations === "" || product_variations.length > MAX_CHARACTERS) return [];
  const all: unknown = JSON.parse(product_variations);
  if (!Array.isArray(all)) return [];
  return all.map((one) => readFields(one) ?? {}).flatMap(({ variation_id, sku }) => idsOf(variation_id, sku));
}
