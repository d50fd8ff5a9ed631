/** "below" the viewport anything may change unseen; elsewhere outside it, only what leaves its box as it is. */
export type Place = "inside" | "below" | "elsewhere";

export function placeOf(element: Element): Place {
  const { top, bottom, left, right } = boxOf(element).getBoundingClientRect();
  if (top >= innerHeight) return "below";
  return bottom <= 0 || right <= 0 || left >= innerWidth ? "elsewhere" : "inside";
}

/** The element, or the nearest one around it that has a box. */
const boxOf = (element: Element): Element =>
  getComputedStyle(element).display === "contents" ? boxOf(element.parentElement ?? document.body) : element;

/** Whether the shopper is at it: with the keyboard or the pointer. */
export const isInUse = (element: Element): boolean =>
  element.contains(document.activeElement) || element.matches(":hover");

/**
 * Makes a change that must not move anything the shopper sees: when the element's box comes out different and it is not
 * below the viewport, the change is undone before it is ever painted.
 * @returns Whether the change stands.
 */
export function changeUnmoved(element: Element, change: () => void, undo: () => void): boolean {
  const box = boxOf(element);
  const unseen = placeOf(element) === "below";
  const before = box.getBoundingClientRect();
  change();
  const after = box.getBoundingClientRect();
  const moves = Math.abs(after.height - before.height) >= 1 || Math.abs(after.width - before.width) >= 1;
  if (moves && !unseen) undo();
  return unseen || !moves;
}

/** Calls back each time the element has left the viewport, and at once when it is outside; never where nothing can tell (jsdom). */
export function whenOutside(element: Element, signal: AbortSignal, run: () => void): void {
  if (!("IntersectionObserver" in globalThis)) return;
  const sight = new IntersectionObserver((entries) => {
    if (entries.at(-1)?.isIntersecting === false) run();
  });
  sight.observe(boxOf(element));
  signal.addEventListener("abort", () => sight.disconnect());
}
