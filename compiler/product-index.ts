import { aliasKey } from "../src/core/catalogue/alias-key.ts";
import type { Product } from "./product.ts";

/** Every name of a product that a page or a history may use, without its own id. */
export function productAliases({ aliases, variants, url }: Product): string[] {
  return [...aliases, ...variants.flatMap((variant) => [variant.id, ...variant.aliases]), ...(url === "" ? [] : [url])];
}

/** Resolves whatever id a history uses; names that two products share resolve to neither, ids always to their own. */
export function productIndex(products: readonly Product[]): (id: string) => number | undefined {
  const SHARED = -1;
  const index = new Map<string, number>();
  products.forEach((product, number) => {
    for (const alias of productAliases(product)) {
      const key = aliasKey(alias);
      const known = index.get(key);
      index.set(key, known === undefined || known === number ? number : SHARED);
    }
  });
  products.forEach((product, number) => {
    index.set(aliasKey(product.id), number);
  });
  return (id) => {
    const number = index.get(aliasKey(id));
    return number === SHARED ? undefined : number;
  };
}
