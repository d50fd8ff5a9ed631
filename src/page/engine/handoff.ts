import type { ShopEvent } from "../../core/event/event.ts";

/**
 * What a page leaves to the next page of the shop, in any tab, when it goes away before its engine has said that it is kept.
 * Local storage, because it alone takes a write in the page's last task that outlives the tab. A key for each page: tabs that
 * close together, each in a process of its own, would overwrite one.
 */
const PREFIX = "inkling:handoff:";
const MAX_CHARACTERS = 100_000;
/** Pages that may have left something before one that stays takes it; the room is the shop's own. */
const MAX_PAGES = 4;

/** What nobody took for so long is forgotten. */
const MAX_AGE_MS = 10 * 60_000;

/** In the order of the pages' beginnings: their names begin with the time. */
const keys = (): string[] =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .sort();

/** A page's name: later ones sort after earlier ones. */
export const pageName = (): string => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

/** In place of what `page`, a name of its own, has left before. Where all together are too long, the newest part of them. */
export function handOver(page: string, events: readonly ShopEvent[]): void {
  const mine = PREFIX + page;
  let kept = events;
  const tooLong = (): boolean => JSON.stringify(kept).length >= MAX_CHARACTERS;
  while (tooLong()) kept = kept.slice(Math.ceil(kept.length / 8));
  try {
    localStorage.removeItem(mine);
    for (const key of keys().slice(0, 1 - MAX_PAGES)) localStorage.removeItem(key);
    if (kept.length > 0) localStorage.setItem(mine, JSON.stringify(kept));
  } catch {
    // Full, or forbidden by the browser: then these events end with the page, as documented.
  }
}

/** What pages left, this one too, once. */
export function takeOver(): readonly ShopEvent[] {
  try {
    return keys().flatMap((key) => {
      const text = localStorage.getItem(key);
      localStorage.removeItem(key);
      return parse(text);
    });
  } catch {
    return [];
  }
}

/**
 * Removes what is left and has no event of the last ten minutes: where every page waits for consent, nobody takes it, and it would lie there for as
 * long as the shopper does not answer. What claims to be of a later time is as old.
 */
export function dropStale(): void {
  const isFresh = (event?: ShopEvent): boolean => Math.abs(Date.now() - Number(event?.at)) <= MAX_AGE_MS;
  try {
    for (const key of keys()) if (!parse(localStorage.getItem(key)).some(isFresh)) localStorage.removeItem(key);
  } catch {
    // Forbidden by the browser: then nothing is left there.
  }
}

/** Any script of the page could have written there; the engine parses every event before it keeps it. */
function parse(text: string | null): readonly ShopEvent[] {
  try {
    const events: unknown = JSON.parse(text ?? "");
    return Array.isArray(events) ? (events as ShopEvent[]) : [];
  } catch {
    return [];
  }
}
