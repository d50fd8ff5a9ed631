import { bareProduct } from "./bare-product.ts";
import type { Dataset } from "./dataset.ts";

/** The same dataset with products of which nothing but their names is known. */
export function withoutContent({ products, protocol }: Dataset): Dataset {
  const bare = products.map(({ id, variants, aliases }) => ({ ...bareProduct(id), variants, aliases }));
  return { products: bare, protocol };
}

export function hasContent(products: Dataset["products"]): boolean {
  return products.some(({ title, attributes, category }) => title !== "" || attributes.length + category.length > 0);
}
