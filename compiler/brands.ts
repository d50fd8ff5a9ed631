import type { Product } from "./product.ts";

export interface Brands {
  readonly names: readonly string[];
  /** Each product's brand, plus one; 0: none. */
  readonly brandOf: Uint32Array;
}

/** Brands by how many products they have, so that the frequent ones get the short codes. */
export function brandsOf(products: readonly Product[]): Brands {
  const counts = new Map<string, number>();
  for (const { brand } of products) if (brand !== "") counts.set(brand, (counts.get(brand) ?? 0) + 1);
  const names = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
  const codeOf = new Map(names.map((name, index) => [name, index + 1]));
  return { names, brandOf: Uint32Array.from(products, ({ brand }) => codeOf.get(brand) ?? 0) };
}
