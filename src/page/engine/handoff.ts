import type { ShopEvent } from "../../core/event/event.ts";

/**
 * The key of what a page leaves to the next one of its tab while it has no engine yet: session storage takes a write in the page's last task, and ends with the
 * tab. And the database of what a page leaves to the next one of the shop, in any tab; see left.ts.
 */
export const LEFT = "inkling-left";
const MAX_CHARACTERS = 100_000;

/** The newest part of them where all together are too long: the room is the shop's own. */
export function newestOf(events: readonly ShopEvent[]): readonly ShopEvent[] {
  let kept = events;
  while (JSON.stringify(kept).length >= MAX_CHARACTERS) kept = kept.slice(kept.length / 8 + 1);
  return kept;
}

/** In place of what was left before. */
export function handOver(events: readonly ShopEvent[]): void {
  try {
    sessionStorage.setItem(LEFT, JSON.stringify(events));
  } catch {
    // Full, or forbidden by the browser: then these events end with the page, as documented.
  }
}

/** What the page before left, once. Any script of the page could have written there; the engine parses every event before it keeps it. */
export function takeOver(): readonly ShopEvent[] {
  try {
    const text = sessionStorage.getItem(LEFT) ?? "";
    sessionStorage.removeItem(LEFT);
    return [...JSON.parse(text)];
  } catch {
    return [];
  }
}

/** Removes what this page and others left, unread. */
export function discard(): void {
  takeOver();
  try {
    indexedDB.deleteDatabase(LEFT);
  } catch {
    // Forbidden by the browser: then nothing is left there.
  }
}
