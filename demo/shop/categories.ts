import type { Product } from "inkling/compiler";
import { slug } from "../catalogue/slug.ts";

export interface Category {
  /** As it is shown: with a capital letter. */
  readonly name: string;
  /** As the feed has it, from the department down. */
  readonly path: readonly string[];
  /** Below `/c/`: "running/running-shoes". */
  readonly address: string;
  readonly parent: Category | undefined;
  readonly children: readonly Category[];
  /** In the shop's own order, those of sub-categories included. */
  readonly products: readonly Product[];
}

interface Growing {
  readonly name: string;
  readonly path: readonly string[];
  readonly address: string;
  readonly parent: Growing | undefined;
  readonly children: Growing[];
  readonly products: Product[];
}

/** How deep a feed's paths are followed. */
const DEPTH = 4;

const capital = (name: string): string => name.charAt(0).toLocaleUpperCase("en") + name.slice(1);

const piece = (name: string): string => slug(name) || "other";

/** The address of a product's deepest category; empty when it has none. */
export const categoryAddress = (path: readonly string[]): string => path.slice(0, DEPTH).map(piece).join("/");

/** Every category of the products, by address; departments are those without a parent. */
export function categoriesOf(products: readonly Product[]): ReadonlyMap<string, Category> {
  const all = new Map<string, Growing>();
  for (const product of products) {
    let parent: Growing | undefined;
    for (const name of product.category.slice(0, DEPTH)) {
      const address = parent === undefined ? piece(name) : `${parent.address}/${piece(name)}`;
      let node = all.get(address);
      if (node === undefined) {
        node = {
          name: capital(name),
          path: [...(parent?.path ?? []), name],
          address,
          parent,
          children: [],
          products: [],
        };
        all.set(address, node);
        parent?.children.push(node);
      }
      node.products.push(product);
      parent = node;
    }
  }
  for (const { children } of all.values()) children.sort((a, b) => b.products.length - a.products.length);
  return all;
}
