import type { Product } from "inkling/compiler";

/** Which part of a product a word stands in, and what finding it there is worth. */
const WEIGHTS = { title: 6, brand: 4, category: 4, attributes: 2, description: 1 } as const;
const MOST_WORDS = 8;
const MOST_RESULTS = 5_000;

/** Words of a text, lower-case and without accents; plural and singular are one. */
export function wordsOf(text: string): string[] {
  const plain = text
    .normalize("NFKD")
    .replace(/['’\p{M}]/gu, "")
    .toLowerCase();
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => (word.length > 3 ? word.replace(/s$/, "") : word));
}

export interface Search {
  /** The products that hold every word, best first, at most 5,000; those that hold some when none holds all. */
  find(query: string): { readonly products: readonly Product[]; readonly every: boolean };
  /** The products that share most words with a text, at most 5,000. */
  like(text: string): readonly Product[];
}

interface Found {
  readonly at: number;
  readonly sum: number;
  readonly words: number;
}

/** The products that hold a word, by position, and what each is worth. Parallel lists: a shop has millions of entries. */
interface Postings {
  readonly at: number[];
  readonly weight: number[];
}

function addAll(index: Map<string, Postings>, at: number, text: string, weight: number): void {
  for (const word of new Set(wordsOf(text))) {
    const postings = index.get(word) ?? { at: [], weight: [] };
    index.set(word, postings);
    const last = postings.at.length - 1;
    if (postings.at[last] === at) postings.weight[last] = (postings.weight[last] ?? 0) + weight;
    else {
      postings.at.push(at);
      postings.weight.push(weight);
    }
  }
}

/** An index in memory: words to products. A last word that no product has is taken as the beginning of one. */
export function searchOf(products: readonly Product[]): Search {
  const index = new Map<string, Postings>();
  products.forEach((product, at) => {
    addAll(index, at, product.title, WEIGHTS.title);
    addAll(index, at, product.brand, WEIGHTS.brand);
    addAll(index, at, product.category.join(" "), WEIGHTS.category);
    addAll(index, at, product.attributes.map(({ value }) => value).join(" "), WEIGHTS.attributes);
    addAll(index, at, product.description, WEIGHTS.description);
  });
  const vocabulary = [...index.keys()].sort();

  const whole = (word: string): Map<number, number> => {
    const { at, weight } = index.get(word) ?? { at: [], weight: [] };
    return new Map(at.map((position, i) => [position, weight[i] ?? 0]));
  };
  const beginningWith = (start: string): Map<number, number> => {
    const found = new Map<number, number>();
    for (let i = firstAtLeast(vocabulary, start); vocabulary[i]?.startsWith(start); i++) {
      for (const [at, weight] of whole(vocabulary[i] ?? "")) found.set(at, Math.max(weight, found.get(at) ?? 0));
    }
    return found;
  };

  /** Products by how many of the words they hold, then by what these are worth. */
  const scored = (words: readonly string[], lookUp: (word: string, place: number) => Map<number, number>): Found[] => {
    const found = new Map<number, Found>();
    words.forEach((word, place) => {
      for (const [at, weight] of lookUp(word, place)) {
        const before = found.get(at) ?? { at, sum: 0, words: 0 };
        found.set(at, { at, sum: before.sum + weight, words: before.words + 1 });
      }
    });
    return [...found.values()].sort((a, b) => b.words - a.words || b.sum - a.sum || a.at - b.at);
  };
  // Positions come from the index itself.
  const those = (found: readonly Found[]): Product[] =>
    found.slice(0, MOST_RESULTS).map(({ at }) => products[at] as Product);

  return {
    find(query) {
      const words = wordsOf(query).slice(0, MOST_WORDS);
      const found = scored(words, (word, place) =>
        place === words.length - 1 && !index.has(word) ? beginningWith(word) : whole(word),
      );
      const complete = found.filter((one) => one.words === words.length);
      return { products: those(complete.length > 0 ? complete : found), every: complete.length > 0 };
    },
    like: (text) => those(scored(wordsOf(text).slice(0, MOST_WORDS), whole)),
  };
}

function firstAtLeast(sorted: readonly string[], word: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? "") < word) low = middle + 1;
    else high = middle;
  }
  return low;
}
