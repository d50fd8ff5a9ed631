import type { Problems } from "../problems.ts";
import { ITEM, itemFields, itemId, itemsOf, type ListNames, listFields, shelfOf } from "./shelf.ts";
import type { Track, Watcher } from "./watcher.ts";

/** How long a product must be half visible to have been seen. */
const SEEN_AFTER_MS = 1_000;

/** One `item_impression` for each product element of a page view, and before the first of a shelf its list. */
export function watchImpressions(track: Track, names: ListNames, problems: Problems): Watcher {
  const seen = new WeakMap<Element, string>();
  const listed = new WeakMap<Element, string>();
  const timers = new Map<Element, ReturnType<typeof setTimeout>>();

  const list = (shelf: HTMLElement): void => {
    const fields = listFields(shelf, names);
    if (listed.get(shelf) === fields.list_request) return;
    listed.set(shelf, fields.list_request);
    track("view_item_list", { ...fields, items: itemsOf(shelf).map((item) => ({ item_id: itemId(item) })) });
  };

  const see = problems.guard((element: Element) => {
    timers.delete(element);
    seen.set(element, itemId(element));
    const shelf = shelfOf(element);
    if (shelf !== null) list(shelf);
    track("item_impression", itemFields(element, names));
  });

  return {
    start(element) {
      if (!element.matches(ITEM) || seen.get(element) === itemId(element)) return;
      timers.set(element, setTimeout(see, SEEN_AFTER_MS, element));
    },
    stop(element) {
      clearTimeout(timers.get(element));
      timers.delete(element);
    },
  };
}
