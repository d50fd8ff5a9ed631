import { canonicalOrder } from "../../compiler/canonical.ts";
import { productIndex } from "../../compiler/product-index.ts";
import { type ItemIndex, itemIndex } from "../../src/core/brands.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Resolver } from "../questions.ts";
import type { TrainingPart } from "./rival.ts";

/** A dataset by numbers, as a pack has them. */
export interface Numbered {
  readonly aliases: Resolver;
  readonly part: TrainingPart;
}

/** Numbers products and orders sequences as the compiler does, so that neither ids nor rows decide a draw or a tie. */
export function numbered({ products, protocol }: Dataset): Numbered {
  const indexOf = productIndex(products);
  const sequences = protocol.training.map((ids) => ({
    items: Uint32Array.from(ids.flatMap((id) => indexOf(id) ?? [])),
  }));
  const order = canonicalOrder(products, sequences);
  const numberOf = new Uint32Array(products.length);
  order.products.forEach((index, number) => {
    numberOf[index] = number;
  });
  const resolve = (id: string): ItemIndex | undefined => {
    const index = indexOf(id);
    return index === undefined ? undefined : itemIndex(numberOf[index]!);
  };
  return {
    aliases: { resolve },
    part: {
      products: products.length,
      sequences: Array.from(order.sequences, (at) => Array.from(sequences[at]!.items, (index) => numberOf[index]!)),
      protocol: protocol.name,
    },
  };
}
