import type { Product } from "inkling/compiler";
import type { Shop } from "../shop/shop.ts";
import { lineage } from "./crumbs.ts";

/** The shop's own choice of neighbours, for when Inkling is not there. */

const SHOWN = 6;

/** Others of the deepest category that has some; without categories, those whose words are most alike. */
export function similarTo(shop: Shop, product: Product): readonly Product[] {
  for (const { products } of lineage(shop.categoryOf(product)).toReversed()) {
    const others = available(products, product);
    if (others.length >= SHOWN / 2) return others;
  }
  return available(shop.search.like(product.title), product);
}

const available = (products: readonly Product[], but: Product): readonly Product[] =>
  products.filter((product) => product !== but && product.inStock).slice(0, SHOWN);

/** The best of the other parts of the same departments: what stands on the next shelf. */
export function goesWith(shop: Shop, products: readonly Product[]): readonly Product[] {
  const ways = products.map((product) => lineage(shop.categoryOf(product)));
  const departments = new Set(ways.flatMap(([department]) => department ?? []));
  const own = new Set(ways.flatMap(([, part]) => part ?? []));
  const others = [...departments].flatMap(({ children }) => children.filter((part) => !own.has(part)));
  return inTurn(
    others.map(({ products: list }) => list.filter((product) => product.inStock && !products.includes(product))),
  );
}

/** The first of each list, then the second of each, until there are enough. */
function inTurn(lists: readonly (readonly Product[])[]): readonly Product[] {
  const found: Product[] = [];
  for (let place = 0; place < SHOWN && found.length < SHOWN; place++) {
    found.push(...lists.flatMap((list) => list[place] ?? []));
  }
  return found.slice(0, SHOWN);
}
