import type { Product } from "../../../compiler/product.ts";
import { bareProduct } from "../../../lab/data/bare-product.ts";

const DEPARTMENTS = 4;
const CATEGORIES = 5;
const EACH = 8;

/** A small shop: departments of categories of products that share words with their category and their brand. */
export const PRODUCTS: readonly Product[] = Array.from({ length: DEPARTMENTS * CATEGORIES * EACH }, (_, index) => {
  const category = index % (DEPARTMENTS * CATEGORIES);
  const place = Math.floor(index / (DEPARTMENTS * CATEGORIES));
  const department = `department${category % DEPARTMENTS}`;
  return {
    ...bareProduct(`p${index}`),
    title: `brand${(index * 7) % 6} kind${category} model${place}`,
    brand: `brand${(index * 7) % 6}`,
    category: [department, `kind${category}`],
    attributes: [{ name: "colour", value: `colour${(index * 3) % 5}` }],
    price: { amount: 5 * (1 + (category % 7)) * (1 + place / 4), currency: "EUR" },
  };
});
