import { ADULTS_ONLY } from "../src/core/catalogue/sensitive.ts";
import type { Product } from "./product.ts";

/** The category tree of a catalogue: parents stand before their children. */
export interface CategoryTree {
  readonly names: readonly string[];
  readonly parents: Int32Array;
  /** Each product's deepest category, plus one; 0: none. */
  readonly categoryOf: Uint32Array;
  /** Products whose own category found no place any more and that count among the ones above it. */
  readonly misplaced: number;
}

/**
 * Categories are numbered in the order of the products, which is the canonical one. Of what is marked as adult none counts among other products: a last place is
 * kept for those that find none.
 */
export function categoryTree(products: readonly Product[], maxCategories: number): CategoryTree {
  const names: string[] = [];
  const parents: number[] = [];
  const known = new Map<string, number>();
  let misplaced = 0;
  const isAdult = ({ category }: Product): boolean => category.at(-1) === ADULTS_ONLY;
  const most = products.some(isAdult) ? maxCategories - 1 : maxCategories;
  const place = (path: readonly string[], limit = most): number => {
    let parent = -1;
    for (const name of path) {
      const key = `${parent}\u0001${name}`;
      let index = known.get(key);
      if (index === undefined) {
        if (names.length >= limit) {
          misplaced++;
          return path.at(-1) === ADULTS_ONLY ? place([ADULTS_ONLY], maxCategories) : parent;
        }
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
  return { names, parents: Int32Array.from(parents), categoryOf, misplaced };
}
