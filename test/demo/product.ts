import type { Product } from "inkling/compiler";

/** A product with nothing but an id and a title, and whatever a test says besides. */
export function bare(id: string, given: Partial<Product> = {}): Product {
  const price = given.price;
  const variants = [{ id, aliases: [], price, inStock: given.inStock ?? true }];
  const empty = {
    description: "",
    brand: "",
    category: [],
    attributes: [],
    keywords: [],
    image: "",
    url: "",
    aliases: [],
  };
  return {
    id,
    title: `Product ${id}`,
    price: undefined,
    listPrice: undefined,
    inStock: true,
    variants,
    ...empty,
    ...given,
  };
}

export const pounds = (amount: number): NonNullable<Product["price"]> => ({ amount, currency: "GBP" });
