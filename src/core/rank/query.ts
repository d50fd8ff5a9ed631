import { type ItemIndex, itemIndex } from "../brands.ts";
import type { DisplaySection } from "../catalogue/display.ts";
import type { Steps } from "../steps.ts";
import { words } from "../text/words.ts";
import { categoryPath } from "./categories.ts";
import type { Prepared } from "./prepared.ts";

/** Finds products by the words of their title, brand and category path. */
export interface QueryIndex {
  /** Share of the query that each product matches, weighted by how telling its words are; 0 to 1, matches only. */
  match(query: string): Steps<Map<number, number>>;
  /** The product that has the most of a title's words, by how telling they are; undefined where none has half of them. */
  nearest(title: string): Steps<ItemIndex | undefined>;
}

/** An index that nobody waits for. Throws where a query is asked for without one. */
export function* atHand(queryIndex: () => QueryIndex | undefined): Steps<QueryIndex> {
  const index = queryIndex();
  if (index === undefined) throw new TypeError("a query takes an index");
  yield;
  return index;
}

/** Share of a title's words that what is like it has too. */
const ALIKE_SHARE = 0.5;

/** Titles that are read in one step: a fraction of a millisecond, two where their words are found by the segmenter. */
const TITLES_A_STEP = 50;

/** Words of the catalogue that are looked through in one step: a fraction of a millisecond. */
const WORDS_A_STEP = 2_000;

/** Reads every title once: worth doing at the first query and not before. */
export function* queryIndexOf(prepared: Prepared, { titles }: Pick<DisplaySection, "titles">): Steps<QueryIndex> {
  const { ranking } = prepared;
  const itemsOf = new Map<string, number[]>();
  /** By category as products have it: 0 is none. */
  const paths: string[][] = [[]];
  for (let item = 0; item < ranking.products; item++) {
    if (item % TITLES_A_STEP === 0) yield;
    const brand = ranking.brandOf[item]! === 0 ? "" : ranking.brands.at(ranking.brandOf[item]! - 1);
    const category = ranking.categoryOf[item]!;
    paths[category] ??= words(categoryPath(ranking.categories, category - 1));
    const all = new Set([...words(titles.at(item)), ...words(brand), ...paths[category]]);
    for (const word of all) {
      const items = itemsOf.get(word);
      if (items === undefined) itemsOf.set(word, [item]);
      else items.push(item);
    }
  }
  return {
    match: (query) => match(itemsOf, ranking.products, query),
    *nearest(title) {
      const asked = [...new Set(words(title))];
      const known = asked.filter((word) => itemsOf.has(word));
      let nearest: ItemIndex | undefined;
      // Words that the catalogue does not have are like none of its products.
      let most = (ALIKE_SHARE * asked.length) / known.length;
      for (const [item, share] of yield* match(itemsOf, ranking.products, known.join(" ")))
        if (share > most || (nearest === undefined && share === most)) [nearest, most] = [itemIndex(item), share];
      return nearest;
    },
  };
}

/** Products with every word of the query; when there is none, with any. A word also matches words it begins. Three steps or more for each word. */
function* match(
  itemsOf: ReadonlyMap<string, readonly number[]>,
  products: number,
  query: string,
): Steps<Map<number, number>> {
  const asked = [...new Set(words(query))];
  const found: Set<number>[] = [];
  for (const word of asked) {
    found.push(yield* withPrefix(itemsOf, word));
    yield;
  }
  const telling = found.map((items) => Math.log(1 + products / Math.max(1, items.size)));
  const sum = telling.reduce((total, weight) => total + weight, 0);
  const share = new Float64Array(products);
  const has = new Uint32Array(products);
  for (const [k, items] of found.entries()) {
    for (const item of items) {
      share[item]! += telling[k]! / sum;
      has[item]!++;
    }
    yield;
  }
  const least = has.includes(asked.length) ? asked.length : 1;
  const matches = new Map<number, number>();
  for (const items of found) {
    for (const item of items) if (has[item]! >= least) matches.set(item, share[item]!);
    yield;
  }
  return matches;
}

function* withPrefix(itemsOf: ReadonlyMap<string, readonly number[]>, word: string): Steps<Set<number>> {
  const items = new Set<number>(itemsOf.get(word));
  // One or two letters begin too much to mean anything.
  if (word.length < 3) return items;
  let looked = 0;
  for (const [known, itsItems] of itemsOf) {
    if (++looked % WORDS_A_STEP === 0) yield;
    if (known.startsWith(word)) for (const item of itsItems) items.add(item);
  }
  return items;
}
