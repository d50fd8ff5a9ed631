import type { Product, Variant } from "inkling/compiler";

/** What to call each variant of a product, in their order: a size, a colour, or what tells its id from the others. */
export function variantLabels(product: Product): readonly string[] {
  const { variants } = product;
  if (variants.length < 2) return variants.map(() => "");
  return distinguishing(product) ?? variants.map((variant) => idLabel(product, variant));
}

/** The values of an attribute that has exactly one a variant: the feed's rows name them in the same order. */
function distinguishing({ attributes, variants }: Product): readonly string[] | undefined {
  const byName = groups(attributes);
  const fitting = [...byName.values()].find((list) => list.length === variants.length);
  return fitting?.map(({ value }) => value);
}

function groups(attributes: Product["attributes"]): Map<string, Product["attributes"][number][]> {
  const found = new Map<string, Product["attributes"][number][]>();
  for (const attribute of attributes) found.set(attribute.name, [...(found.get(attribute.name) ?? []), attribute]);
  return found;
}

function idLabel(product: Product, { id }: Variant): string {
  const rest = id.startsWith(product.id) ? id.slice(product.id.length) : id;
  return rest.replace(/^[-_/\s]+/, "").replace(/[-_]+/g, " ") || id;
}
