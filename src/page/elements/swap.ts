import { findCards, replaceCards } from "./cards.ts";
import { changeUnmoved, isInUse, placeOf } from "./viewport.ts";

/**
 * Puts new cards in place of those present, if that disturbs nobody: not while the shopper is at the shelf; in view only
 * when `early`; and where it could move what is in view, only as many cards as are there, in the very same box.
 *
 * @param render Makes at most so many cards.
 * @returns Whether the new cards stand.
 */
export function swapCards(
  shelf: HTMLElement,
  render: (limit: number) => readonly HTMLElement[],
  early: boolean,
): boolean {
  const wasHidden = shelf.hidden;
  shelf.hidden = false;
  const place = placeOf(shelf);
  const mayShow = place === "below" || (!wasHidden && (early || place !== "inside"));
  const swapped = mayShow && !isInUse(shelf) && replace(shelf, render, place === "below");
  shelf.hidden = wasHidden && !swapped;
  return swapped;
}

function replace(shelf: HTMLElement, render: (limit: number) => readonly HTMLElement[], unseen: boolean): boolean {
  const cards = findCards(shelf);
  const { parent, present } = cards;
  const next = render((!unseen && present.length) || Number.POSITIVE_INFINITY);
  if (next.length === 0) return false;
  return changeUnmoved(
    shelf,
    () => replaceCards(cards, next),
    () => replaceCards({ parent, present: next }, present),
  );
}

/** A shelf with nothing to show, and nothing of the shop's own either, goes away where nobody sees it go. */
export function hideWhenBare(shelf: HTMLElement): void {
  const unseen = placeOf(shelf) === "below" || shelf.getBoundingClientRect().height === 0;
  if (unseen && findCards(shelf).present.length === 0) shelf.hidden = true;
}
