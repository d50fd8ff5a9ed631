import { productIndex } from "../compiler/product-index.ts";
import { shuffled } from "../src/core/shuffled.ts";
import type { Dataset } from "./data/dataset.ts";
import { seededRandom } from "./random.ts";

/**
 * The same dataset under other ids and in another order of products, training rows and questions. Every figure must stay
 * as it was, to the last digit: ids and rows carry no information, and where they seem to, a feature leaks.
 */
export function renumbered({ products, protocol }: Dataset, seed: number): Dataset {
  const random = seededRandom(seed);
  const resolve = productIndex(products);
  const idOf = shuffled([...products.keys()], random.next).map(String);
  const rename = (id: string): string => {
    const product = resolve(id);
    return product === undefined ? `unknown ${id}` : idOf[product]!;
  };
  const renamed = products.map((product, index) => ({ ...product, id: idOf[index]!, variants: [], aliases: [] }));
  return {
    products: shuffled(renamed, random.next),
    protocol: {
      ...protocol,
      training: shuffled(protocol.training, random.next).map((items) => items.map(rename)),
      cases: shuffled(protocol.cases, random.next).map(({ shopper, history, target }) => ({
        shopper,
        history: history.map(rename),
        target: rename(target),
      })),
    },
  };
}
