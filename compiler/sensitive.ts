import type { Ranking } from "../src/core/catalogue/ranking.ts";
import { MOST_SENSITIVE } from "../src/core/catalogue/sensitive.ts";
import { categoriesOf, categoryPath } from "../src/core/rank/categories.ts";

/** What products that their feed marks as adult are in, below their own category. */
export const ADULTS_ONLY = "Adults Only";

/**
 * Names of categories that tell of health, sex or faith wherever they stand in a path: those of Google's product taxonomy ("Health Care", "Mature", "Religious &
 * Ceremonial") and what shops call the same. Special categories of personal data are in article 9 of the GDPR.
 */
const ALWAYS: readonly string[] = [
  "Health Care",
  "Health",
  "Medicine",
  "Medicines",
  "Medicine & Drugs",
  "Medical",
  "Medical Supplies",
  "Pharmacy",
  "Sexual Health",
  "Sexual Wellness",
  "Condoms",
  "Pregnancy Tests",
  "Incontinence",
  "Mature",
  "Adult",
  ADULTS_ONLY,
  "Erotic",
  "Erotica",
  "Sex Toys",
  "Religious & Ceremonial",
  "Religious Items",
  "Religion",
  "Religion & Spirituality",
];

type Categories = Ranking["categories"];

export interface Sensitive {
  /** Paths of the categories marked, without those below another one. */
  readonly paths: readonly string[];
  /** Names given that no category has. */
  readonly unknown: readonly string[];
}

/** The categories of a catalogue whose products are never profiled: by their names, and what the shop names besides, by name or path. */
export function sensitiveCategories(categories: Categories, named: readonly string[]): Sensitive {
  const unknown = named.filter((name) => categoriesOf(categories, name).size === 0);
  const marked = new Set([...ALWAYS, ...named].flatMap((name) => [...categoriesOf(categories, name)]));
  const highest = [...marked].filter((category) => !marked.has(categories.parents[category]!)).sort((a, b) => a - b);
  if (highest.length > MOST_SENSITIVE)
    throw new TypeError(
      `sensitive: ${highest.length} categories, and a catalogue marks at most ${MOST_SENSITIVE}: name one above them`,
    );
  return { paths: highest.map((category) => categoryPath(categories, category)), unknown };
}
