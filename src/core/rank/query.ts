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

/** Reads every title once: worth doing at the first query and not before. */
export function* queryIndexOf(prepared: Prepared, display: DisplaySection): Steps<QueryIndex> {
  const { ranking } = prepared;
  const itemsOf = new Map<string, number[]>();
  /** By category as products have it: 0 is none. */
  const paths: string[][] = [[]];
  for (let item = 0; item < ranking.products; item++) {
    if (item % TITLES_A_STEP === 0) yield;
    const brand = ranking.brandOf[item]! === 0 ? "" : ranking.brands.at(ranking.brandOf[item]! - 1);
    const category = ranking.categoryOf[item]!;
    paths[category] ??= words(categoryPath(ranking.categories, category - 1));
    const all = new Set([...words(display.at(item).title), ...words(brand), ...paths[category]]);
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

/** Products with every word of the query; when there is none, with any. A word also matches words it begins. Two steps for each word. */
function* match(
  itemsOf: ReadonlyMap<string, readonly number[]>,
  products: number,
  query: string,
): Steps<Map<number, number>> {
  const asked = [...new Set(words(query))];
  const found: Set<number>[] = [];
  for (const word of asked) {
    yield;
    found.push(withPrefix(itemsOf, word));
  }
  const telling = found.map((items) => Math.log(1 + products / Math.max(1, items.size)));
  const sum = telling.reduce((total, weight) => total + weight, 0);
  const share = new Map<number, number>();
  const matched = new Map<number, number>();
  for (const [k, items] of found.entries()) {
    yield;
    for (const item of items) {
      share.set(item, (share.get(item) ?? 0) + telling[k]! / sum);
      matched.set(item, (matched.get(item) ?? 0) + 1);
    }
  }
  const whole = new Map([...share].filter(([item]) => matched.get(item) === asked.length));
  return whole.size > 0 ? whole : share;
}

function withPrefix(itemsOf: ReadonlyMap<string, readonly number[]>, word: string): Set<number> {
  const items = new Set<number>(itemsOf.get(word));
  // One or two letters begin too much to mean anything.
  if (word.length < 3) return items;
  for (const [known, itsItems] of itemsOf) if (known.startsWith(word)) for (const item of itsItems) items.add(item);
  return items;
}
