import { ITEM, itemsOf } from "../capture/shelf.ts";

/** Where a shelf's cards stand. */
export interface Cards {
  readonly parent: Element;
  /** The cards there now, the shop's own or the last list's. May be none. */
  readonly present: readonly Element[];
}

/**
 * The shelf's cards: the elements beside each other that are or hold its `data-inkling-item`s; without such, everything
 * in its first list (`ul`, `ol`, `role=list`), or in the element around its template, or in the shelf itself.
 */
export function findCards(shelf: HTMLElement): Cards {
  const items = itemsOf(shelf);
  const parent = items.length > 0 ? commonParent(items) : emptyParent(shelf);
  const children = [...parent.children].filter((child) => !(child instanceof HTMLTemplateElement));
  const marked = children.filter((child) => child.matches(ITEM) || child.querySelector(ITEM) !== null);
  return { parent, present: items.length > 0 ? marked : children };
}

const emptyParent = (shelf: HTMLElement): Element =>
  shelf.querySelector("ul,ol,[role=list]") ?? shelf.querySelector("template")?.parentElement ?? shelf;

function commonParent(items: readonly Element[]): Element {
  let parent = items[0]!.parentElement!;
  while (!items.every((item) => parent.contains(item))) parent = parent.parentElement!;
  return parent;
}

/** Puts `next` where `present` stands. */
export function replaceCards({ parent, present }: Cards, next: readonly Element[]): void {
  const [first] = present;
  if (first === undefined) parent.append(...next);
  else first.before(...next);
  for (const card of present) card.remove();
}
