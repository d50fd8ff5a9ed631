import { CATEGORY_LENGTH } from "../../core/event/event.ts";
import { type Fields, readText } from "../../core/event/fields.ts";

/** What stands between the levels of a category's path. */
const SEPARATOR = " > ";

/** The levels that GA4 gives a line (developers.google.com/analytics/devguides/collection/ga4/reference/events#add_to_cart_item), from the top. */
export const LEVELS: readonly string[] = [
  "item_category",
  "item_category2",
  "item_category3",
  "item_category4",
  "item_category5",
];

/**
 * The path of these levels, each once but for the last, which is last in any case: so of two paths in one the first is its beginning. Without any, undefined.
 * None is left out, since any may be sensitive; of one that is too long the engine knows by its length that it was cut.
 */
export function pathOfLevels(levels: readonly string[]): string | undefined {
  const names = [...new Set(levels)];
  const last = levels.at(-1);
  if (last !== undefined && last !== names.at(-1)) names.push(last);
  return names.join(SEPARATOR).slice(0, CATEGORY_LENGTH) || undefined;
}

/** The path that a line's own fields say, "Sport > Running shoes". */
export const categoryOfLine = (line: Fields): string | undefined =>
  pathOfLevels(LEVELS.flatMap((name) => readText(line[name]) ?? []));

/** One path of all levels of several, the nearest to the product last. */
export const joinedPath = (paths: readonly string[]): string | undefined =>
  pathOfLevels(paths.flatMap((path) => path.split(SEPARATOR)));
