import type { Product, Variant } from "inkling/compiler";
import { slug } from "../catalogue/slug.ts";
import { placeholderAddress } from "../pictures/address.ts";
import { type Category, categoriesOf, categoryAddress } from "./categories.ts";
import { type Search, searchOf } from "./search.ts";

/** What a shop calls itself. */
export interface Sign {
  readonly name: string;
  /** The front page's first words. */
  readonly slogan: string;
}

export interface Shop extends Sign {
  /** In the shop's own order: the feed's. */
  readonly products: readonly Product[];
  readonly categories: ReadonlyMap<string, Category>;
  /** The largest first. */
  readonly departments: readonly Category[];
  readonly search: Search;
  /** ISO 4217; what most prices are in, empty without prices. */
  readonly currency: string;
  addressOf(product: Product): string;
  /** The deepest category of the product, undefined when it has none. */
  categoryOf(product: Product): Category | undefined;
  /** By handle, id, alias, or a variant's id. */
  find(name: string): Product | undefined;
  variant(id: string): { readonly product: Product; readonly variant: Variant } | undefined;
}

/** A handle for each product: its own address in this shop when the feed gives one, or else from its title. */
function handlesOf(products: readonly Product[]): Map<Product, string> {
  const taken = new Map<string, number>();
  const handles = new Map<Product, string>();
  for (const product of products) {
    const own = /^\/p\/([^/?#]+)$/.exec(product.url)?.[1];
    const wanted = own ?? (slug(product.title) || slug(product.id) || "product");
    let handle = wanted;
    let n = taken.get(wanted) ?? 0;
    while (taken.has(handle)) handle = `${wanted}-${++n + 1}`;
    taken.set(wanted, n);
    taken.set(handle, 0);
    handles.set(product, handle);
  }
  return handles;
}

function namesOf(products: readonly Product[], handles: ReadonlyMap<Product, string>): Map<string, Product> {
  const names = new Map<string, Product>();
  const put = (name: string, product: Product): void => void (names.has(name) || names.set(name, product));
  for (const [product, handle] of handles) put(handle, product);
  for (const product of products) put(product.id, product);
  for (const product of products) for (const alias of product.aliases) put(alias, product);
  return names;
}

const commonCurrency = (products: readonly Product[]): string =>
  products.find(({ price }) => price !== undefined)?.price?.currency ?? "";

/** A product's picture: the feed's own, or one made of its initials. */
export const pictureOf = ({ image, title }: Product): string =>
  /^(?:https?:\/\/|\/(?!\/))/i.test(image) ? image : placeholderAddress(title);

/** Indexes products for a shop's pages. Everything stays in memory. */
export function openShop(sign: Sign, products: readonly Product[]): Shop {
  const categories = categoriesOf(products);
  const handles = handlesOf(products);
  const names = namesOf(products, handles);
  const variants = new Map(
    products.flatMap((product) => product.variants.map((variant) => [variant.id, { product, variant }] as const)),
  );
  return {
    ...sign,
    products,
    categories,
    departments: [...categories.values()]
      .filter(({ parent }) => parent === undefined)
      .sort((a, b) => b.products.length - a.products.length),
    search: searchOf(products),
    currency: commonCurrency(products),
    addressOf: (product) => `/p/${encodeURIComponent(handles.get(product) ?? product.id)}`,
    categoryOf: (product) => categories.get(categoryAddress(product.category)),
    find: (wanted) => names.get(wanted) ?? variants.get(wanted)?.product,
    variant: (id) => variants.get(id),
  };
}
