import { words } from "../../src/core/text/words.ts";
import type { Product } from "../product.ts";

/** Terms of one product with their weights, before document frequency. */
export type Terms = ReadonlyMap<string, number>;

/** How much a word counts by the field it stands in, relative to the title. Chosen on validation (docs/decisions.md). */
const FIELD_WEIGHTS = { title: 1, pair: 1, keywords: 1, brand: 1, category: 0.5, description: 0.25 } as const;
const DESCRIPTION_WORDS = 120;

/** Words of title, description, brand, keywords and category path, and word pairs of the title. */
export function textTerms(product: Product): Terms {
  const terms = new Map<string, number>();
  const add = (list: readonly string[], weight: number): void => {
    for (const word of list) terms.set(word, (terms.get(word) ?? 0) + weight);
  };
  const title = words(product.title);
  add(title, FIELD_WEIGHTS.title);
  add(pairs(title), FIELD_WEIGHTS.pair);
  add(product.keywords.flatMap(words), FIELD_WEIGHTS.keywords);
  add(words(product.brand), FIELD_WEIGHTS.brand);
  add(product.category.flatMap(words), FIELD_WEIGHTS.category);
  add(words(product.description).slice(0, DESCRIPTION_WORDS), FIELD_WEIGHTS.description);
  return terms;
}

/** Attributes as terms of a channel of their own: "colour: red" is not the word red. */
export function attributeTerms(product: Product): Terms {
  return new Map(product.attributes.map(({ name, value }) => [`${name}: ${value}`.toLowerCase(), 1]));
}

/** Neighbouring pairs, joined by a space: "running shoes" says more than its two words. */
function pairs(list: readonly string[]): string[] {
  return list.slice(1).map((word, index) => `${list[index]} ${word}`);
}
