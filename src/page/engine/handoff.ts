import type { ShopEvent } from "../../core/event/event.ts";

/** What one page leaves to the next page of the same tab, when it goes away before its engine has said that it is kept. */
const KEY = "inkling:handoff";
const MAX_CHARACTERS = 250_000;

/** Where all together are too long, the newest part of them. */
export function handOver(events: readonly ShopEvent[]): void {
  if (events.length === 0) return;
  // Of a page that was left before it took over, nothing is lost.
  let kept = [...takeOver(), ...events];
  const tooLong = (): boolean => JSON.stringify(kept).length >= MAX_CHARACTERS;
  while (tooLong()) kept = kept.slice(Math.ceil(kept.length / 8));
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Full, or forbidden by the browser: then these events end with the page, as documented.
  }
}

/** What the page before left, once. */
export function takeOver(): readonly ShopEvent[] {
  try {
    const text = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    const events: unknown = JSON.parse(text ?? "[]");
    // Any script of the page could have written there; the engine parses every event before it keeps it.
    return Array.isArray(events) ? (events as ShopEvent[]) : [];
  } catch {
    return [];
  }
}
