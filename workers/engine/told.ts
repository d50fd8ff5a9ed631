import { ALWAYS_SENSITIVE } from "../../src/core/catalogue/sensitive.ts";
import { CATEGORY_LENGTH, type ShopEvent } from "../../src/core/event/event.ts";
import type { Known } from "../../src/core/event/stored.ts";
import { namedIn } from "../../src/core/rank/categories.ts";
import type { Steps } from "../../src/core/steps.ts";
import type { Desk } from "../serve/desk.ts";
import type { Loaded } from "../serve/load.ts";

/** Where no catalogue is here. */
const UNKNOWN: Known = {
  isKnown: () => false,
  isSensitive: () => false,
  isNamedSensitive: namedIn(ALWAYS_SENSITIVE),
};

/** What the shop's page tells of a product, in its own words. */
type Told = Pick<ShopEvent, "title" | "category">;

/**
 * Whether a product that the catalogue does not know is sensitive by what its page tells: its category is called so at any level, or the product of the
 * catalogue that its title or its category is most like is sensitive; or its category down to any level: what several have told of it is one path, in which the words
 * of one outweigh those of another. So is one whose path may have been cut, since what it lost may be sensitive.
 */
function* isToldSensitive(loaded: Loaded | undefined, desk: Desk, { title = "", category = "" }: Told): Steps<boolean> {
  if (category.length >= CATEGORY_LENGTH) return true;
  if ((loaded ?? UNKNOWN).isNamedSensitive(category)) return true;
  if (!loaded?.manifest.sensitive?.[0]) return false;
  const levels = category.split(">");
  for (const text of [title, ...levels.map((_, k) => levels.slice(0, k + 1).join(">"))])
    if (text && loaded.isSensitive(yield* desk.alike(loaded, text))) return true;
  return false;
}

/** What the catalogue knows, where one is here, with what is told in these acts of products that it does not know. */
export function* knownOf(
  loaded: Loaded | undefined,
  desk: Desk,
  acts: readonly Pick<ShopEvent, "item" | "title" | "category">[],
): Steps<Known> {
  const known = loaded ?? UNKNOWN;
  const told = new Set<string>();
  for (const act of acts) {
    const { item = "", title, category } = act;
    if ((title || category) && !known.isKnown(item) && (yield* isToldSensitive(loaded, desk, act))) told.add(item);
  }
  return { ...known, isSensitive: (id = "") => known.isSensitive(id) || told.has(id) };
}
