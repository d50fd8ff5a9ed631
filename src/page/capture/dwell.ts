import { ITEM, itemId } from "./shelf.ts";
import type { Track, Watcher } from "./watcher.ts";

/** Marks what a page is about: viewed once the page is visible, dwelt on for as long as it stays so. */
export const VIEW = "data-inkling-view";
/** Marks what is dwelt on while half of it is visible. */
export const DWELL = "data-inkling-dwell";

/** The product that a marked element is about: named by the mark itself, or by the product element around it. */
const markedId = (element: Element): string =>
  element.getAttribute(VIEW) || element.getAttribute(DWELL) || itemId(element.closest(ITEM));

/** Adds up how long products were visible, which `flush` records, and records the view of what a page is about. */
export function watchDwell(track: Track): Watcher & { flush(): void } {
  const since = new Map<Element, { readonly id: string; readonly at: number }>();
  const viewed = new WeakMap<Element, string>();
  const spentMs = new Map<string, number>();
  return {
    start(element) {
      const id = markedId(element);
      if (id === "" || !element.matches(`[${VIEW}],[${DWELL}]`)) return;
      since.set(element, { id, at: performance.now() });
      if (!element.hasAttribute(VIEW) || viewed.get(element) === id) return;
      viewed.set(element, id);
      track("view_item", { item_id: id });
    },
    stop(element) {
      const { id, at } = since.get(element) ?? { id: "", at: 0 };
      since.delete(element);
      // What the page is about has its time from the page as a whole.
      const counted = !element.hasAttribute(VIEW) && document.querySelector(`[${VIEW}="${CSS.escape(id)}"]`) !== null;
      if (id !== "" && !counted) spentMs.set(id, (spentMs.get(id) ?? 0) + performance.now() - at);
    },
    flush() {
      for (const [id, ms] of spentMs) track("item_dwell", { item_id: id, dwell_ms: Math.round(ms) });
      spentMs.clear();
    },
  };
}
