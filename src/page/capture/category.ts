import { EVENT_LIMITS } from "../../core/event/event.ts";
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

/** The path of these levels, each once; without any, undefined. What is too long loses its top: the lowest levels tell the most. */
export function pathOfLevels(levels: readonly string[]): string | undefined {
  const names = [...new Set(levels)];
  while (names.join(SEPARATOR).length > EVENT_LIMITS.idLength) names.shift();
  return names.length === 0 ? undefined : names.join(SEPARATOR);
}

/** The path that a line's own fields say, "Sport > Running shoes". */
export const categoryOfLine = (line: Fields): string | undefined =>
  pathOfLevels(LEVELS.flatMap((name) => readText(line[name]) ?? []));

/** One path of all levels of several, the nearest to the product last. */
export const joinedPath = (paths: readonly string[]): string | undefined =>
  pathOfLevels(paths.flatMap((path) => path.split(SEPARATOR)));
