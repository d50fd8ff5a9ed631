import { productIndex } from "../compiler/product-index.ts";
import type { Dataset } from "./data/dataset.ts";
import { seededRandom, shuffled } from "./random.ts";

/**
 * The same dataset under other ids and in another order of products, training rows and questions. Every figure must stay
 * as it was, to the last digit: ids and rows carry no information, and where they seem to, a feature leaks.
 */
export function renumbered({ products, protocol }: Dataset, seed: number): Dataset {
  const random = seededRandom(seed);
  const resolve = productIndex(products);
  const idOf = shuffled([...products.keys()], random).map(String);
  const rename = (id: string): string => {
    const product = resolve(id);
    return product === undefined ? `unknown ${id}` : idOf[product]!;
  };
  const renamed = products.map((product, index) => ({ ...product, id: idOf[index]!, variants: [], aliases: [] }));
  return {
    products: shuffled(renamed, random),
    protocol: {
      ...protocol,
      training: shuffled(protocol.training, random).map((items) => items.map(rename)),
      cases: shuffled(protocol.cases, random).map(({ shopper, history, target }) => ({
        shopper,
        history: history.map(rename),
        target: rename(target),
      })),
    },
  };
}
