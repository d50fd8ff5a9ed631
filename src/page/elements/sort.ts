import type { RankReply } from "../../core/bridge/protocol.ts";
import type { Inkling } from "../api.ts";
import { ITEM, itemId, nameShelf, shelfName } from "../capture/shelf.ts";
import { whenParsed } from "./template.ts";
import { changeUnmoved, isInUse, placeOf, whenOutside } from "./viewport.ts";

/** In view, a grid is ordered this soon after navigation or not at all: later somebody may be looking. */
const ORDER_WITHIN_MS = 300;
/** After any of these in the grid, its order is the shopper's. */
const TOUCHES = ["pointerover", "pointerdown", "touchstart", "focusin", "keydown", "scroll"];

interface Grid {
  readonly parent: Element;
  readonly items: readonly Element[];
}

/** The items that stand beside the first one, where the selector finds any. */
function findGrid(sort: HTMLElement): Grid | undefined {
  const items = [...sort.querySelectorAll(sort.getAttribute("item-selector") || ITEM)];
  const parent = items[0]?.parentElement ?? undefined;
  return parent && { parent, items: items.filter((item) => item.parentElement === parent) };
}

const idOf = (item: Element): string => itemId(item.matches(ITEM) ? item : item.querySelector(ITEM));

/** Moves the items, and only them, into the given order: every other child keeps its place. */
function arrange({ parent, items }: Grid, order: readonly Element[]): void {
  let next = 0;
  const children = [...parent.children].map((child) => (items.includes(child) ? order[next++]! : child));
  let cursor = parent.firstElementChild;
  for (const child of children) {
    if (child === cursor) cursor = cursor.nextElementSibling;
    else parent.insertBefore(child, cursor);
  }
}

/** The items as ranked; those that the ranking does not name follow in the shop's order. */
function ranked(items: readonly Element[], reply: RankReply): Element[] {
  const rank = new Map(reply.items.map(({ id }, i) => [id, i]));
  const rankOf = (item: Element): number => rank.get(idOf(item)) ?? rank.size;
  return [...items].sort((a, b) => rankOf(a) - rankOf(b));
}

/** Orders the grid in one connected `<inkling-sort>` once in a view of the page. */
export function runSort(sort: HTMLElement, inkling: Inkling, signal: AbortSignal): void {
  let reply: RankReply | undefined;
  let touched = false;

  const tryOrder = (): void => {
    if (reply === undefined || touched || isInUse(sort)) return;
    if (placeOf(sort) === "inside" && performance.now() > ORDER_WITHIN_MS) return;
    const grid = findGrid(sort);
    if (grid === undefined) return;
    const order = ranked(grid.items, reply);
    const undo = (): void => arrange({ ...grid, items: order }, grid.items);
    if (changeUnmoved(sort, () => arrange(grid, order), undo)) nameShelf(sort, reply);
    reply = undefined;
  };

  const ask = async (): Promise<void> => {
    await whenParsed();
    const ids = (findGrid(sort)?.items ?? []).map(idOf).filter((id) => id !== "");
    if (ids.length < 2) return;
    const answer = await inkling.rank({ ids, slot: shelfName(sort) });
    if (signal.aborted || answer.basis === "shop-order") return;
    reply = answer;
    tryOrder();
  };
  const begin = (): void => void ask().catch((error) => console.error("inkling-sort:", error));

  const touch = (): void => {
    touched = true;
  };
  for (const name of TOUCHES) sort.addEventListener(name, touch, { capture: true, passive: true, signal });
  whenOutside(sort, signal, tryOrder);
  addEventListener("pageshow", ({ persisted }) => persisted && begin(), { signal });
  begin();
}
