import type { RankReply } from "../../core/bridge/protocol.ts";
import { nextListName, SHOP_POLICY } from "../fallback.ts";

export const ITEM = '[data-inkling-item]:not([data-inkling-item=""])';
const SHELF = "[data-inkling-shelf],inkling-shelf,inkling-sort";

/** The shelf, list or grid that a product stands in. */
export const shelfOf = (item: Element): HTMLElement | null => item.closest<HTMLElement>(SHELF);

/** What impressions and clicks call it. */
export const shelfName = (shelf: HTMLElement): string =>
  shelf.dataset.inklingShelf || shelf.id || shelf.getAttribute("kind") || "list";

/** Leaves on a ranked list what its impressions and clicks must carry. */
export function nameShelf(shelf: HTMLElement, { request, policy }: Pick<RankReply, "request" | "policy">): void {
  shelf.dataset.inklingShelf = shelfName(shelf);
  shelf.dataset.inklingRequest = request;
  shelf.dataset.inklingPolicy = policy;
}

/** Empty where there is none. */
export const itemId = (item: Element | null): string => item?.getAttribute("data-inkling-item") ?? "";

/** The products of a shelf, without those of a shelf inside it. */
export const itemsOf = (shelf: HTMLElement): Element[] =>
  [...shelf.querySelectorAll(ITEM)].filter((item) => shelfOf(item) === shelf);

/** Names of the lists that the shop ordered itself, for as long as one view of the page lasts. */
export type ListNames = WeakMap<Element, string>;

/** A list's fields for track(): where it is, which request ranked it and by which policy. */
export function listFields(
  shelf: HTMLElement,
  names: ListNames,
): Readonly<Record<string, unknown>> & { list_request: string } {
  const { inklingRequest, inklingPolicy = SHOP_POLICY } = shelf.dataset;
  const own = names.get(shelf) ?? nextListName();
  names.set(shelf, own);
  return { item_list_id: shelfName(shelf), list_request: inklingRequest ?? own, list_policy: inklingPolicy };
}

/** A product's fields for track(), with its placement when it stands in a shelf. */
export function itemFields(item: Element, names: ListNames): Readonly<Record<string, unknown>> {
  const shelf = shelfOf(item);
  const product = { item_id: itemId(item) };
  if (shelf === null) return product;
  return { ...product, index: itemsOf(shelf).indexOf(item), ...listFields(shelf, names) };
}
