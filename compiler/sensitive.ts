import type { Ranking } from "../src/core/catalogue/ranking.ts";
import { MOST_SENSITIVE } from "../src/core/catalogue/sensitive.ts";
import { categoriesOf, categoryPath } from "../src/core/rank/categories.ts";
import { isCalledSensitive } from "./sensitive-names.ts";

type Categories = Ranking["categories"];

export interface Sensitive {
  /** Paths of the categories marked, without those below another one; where these are too many, the names that mean them. */
  readonly paths: readonly string[];
  /** Names given that no category has. */
  readonly unknown: readonly string[];
}

/** The categories of a catalogue whose products are never profiled: by their names, and what the shop names besides, by name or path. */
export function sensitiveCategories(categories: Categories, named: readonly string[]): Sensitive {
  const always = [...new Set(categories.names.filter(isCalledSensitive))];
  const meant = new Map([...always, ...named].map((name) => [name, categoriesOf(categories, name)]));
  const unknown = named.filter((name) => meant.get(name)?.size === 0);
  const marked = new Set([...meant.values()].flatMap((found) => [...found]));
  const highest = [...marked].filter((category) => !marked.has(categories.parents[category]!)).sort((a, b) => a - b);
  if (highest.length <= MOST_SENSITIVE)
    return { paths: highest.map((category) => categoryPath(categories, category)), unknown };
  const names = [...meant.keys()].filter((name) => meant.get(name)!.size > 0);
  if (names.length <= MOST_SENSITIVE) return { paths: names, unknown };
  throw new TypeError(
    `sensitive: ${names.length} categories, and a catalogue marks at most ${MOST_SENSITIVE}: name one above them`,
  );
}
