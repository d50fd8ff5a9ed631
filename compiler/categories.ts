import type { Product } from "./product.ts";

/** The category tree of a catalogue: parents stand before their children. */
export interface CategoryTree {
  readonly names: readonly string[];
  readonly parents: Int32Array;
  /** Each product's deepest category, plus one; 0: none. */
  readonly categoryOf: Uint32Array;
}

/** Categories are numbered in the order of the products, which is the canonical one. */
export function categoryTree(products: readonly Product[], maxCategories: number): CategoryTree {
  const names: string[] = [];
  const parents: number[] = [];
  const known = new Map<string, number>();
  const place = (path: readonly string[]): number => {
    let parent = -1;
    for (const name of path) {
      const key = `${parent}\u0001${name}`;
      let index = known.get(key);
      if (index === undefined) {
        if (names.length === maxCategories) return parent;
        index = names.length;
        known.set(key, index);
        names.push(name);
        parents.push(parent);
      }
      parent = index;
    }
    return parent;
  };
  const categoryOf = Uint32Array.from(products, (product) => place(product.category) + 1);
  return { names, parents: Int32Array.from(parents), categoryOf };
}
