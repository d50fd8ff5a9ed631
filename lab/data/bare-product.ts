import type { Product } from "../../compiler/product.ts";

/** A product of which nothing but its id is known. */
export function bareProduct(id: string): Product {
  return {
    id,
    title: "",
    description: "",
    brand: "",
    category: [],
    attributes: [],
    keywords: [],
    image: "",
    url: "",
    price: undefined,
    listPrice: undefined,
    inStock: true,
    variants: [],
    aliases: [],
  };
}
