import {
  CATEGORY_LENGTH,
  LAST_MOMENT,
  LAST_SLOT,
  LONGEST_DWELL_MS,
  MOST_ITEMS,
  MOST_QUANTITY,
  type Placement,
  type ShopEvent,
} from "./event.ts";
import { exactId, exactNumber, exactText, type Reader, readExactly } from "./exact.ts";
import { EVENT_KINDS, type EventKind } from "./kinds.ts";

const PLACEMENT: Readonly<Record<keyof Placement, Reader>> = {
  shelf: exactId,
  slot: exactNumber(LAST_SLOT),
  request: exactId,
  policy: exactId,
};

const listOf =
  (read: Reader): Reader =>
  (value) =>
    Array.isArray(value) && value.length <= MOST_ITEMS && value.every(read) ? value : undefined;

const STORED: Readonly<Record<keyof ShopEvent, Reader>> = {
  v: (value) => (value === 1 ? 1 : undefined),
  kind: (value) => (typeof value === "string" && Object.hasOwn(EVENT_KINDS, value) ? value : undefined),
  at: exactNumber(LAST_MOMENT),
  item: exactId,
  items: listOf(exactId),
  categories: listOf((value) => typeof value === "string"),
  title: exactId,
  category: exactText(CATEGORY_LENGTH),
  quantity: exactNumber(MOST_QUANTITY),
  dwellMs: exactNumber(LONGEST_DWELL_MS),
  query: exactId,
  transaction: exactId,
  placement: (value) => readExactly(value, PLACEMENT, ["shelf"]),
};

/** What an event of a kind must carry besides `v`, `kind` and `at`. */
const REQUIRED: Readonly<Partial<Record<EventKind, readonly string[]>>> = {
  list: ["items"],
  search: ["query"],
  dwell: ["item", "dwellMs"],
};

/**
 * An event that already is one, come from another thread, a file or a store: the same event without unknown keys, or
 * undefined when its shape or a range is wrong.
 */
export function parseStored(value: unknown): ShopEvent | undefined {
  // readExactly gives only keys of ShopEvent, each with a value its reader let through.
  const event = readExactly(value, STORED, ["v", "kind", "at"]) as ShopEvent | undefined;
  if (event === undefined) return undefined;
  if (event.kind === "refund" && event.transaction !== undefined) return event;
  const required = REQUIRED[event.kind] ?? (EVENT_KINDS[event.kind].needsItem ? ["item"] : []);
  return required.every((name) => name in event) ? event : undefined;
}

/** What is known of what pages tell: by the catalogue, where one is here. */
export interface Known {
  /** Whether the catalogue itself says what a page's id is. */
  isKnown(id: string | undefined): boolean;
  /** Whether a page's id means a product of which nothing is kept. */
  readonly isSensitive: (id: string | undefined) => boolean;
  /** Whether a category, or a list, as a page calls it, is called at any level as a category of which nothing is kept. */
  isNamedSensitive(path: string): boolean;
}

/**
 * What is left of an event: without what its page told of a product that is known, without the sensitive ones of what was shown, and without a place in a list that
 * is called as they are. Nothing of a search for what is called so. The same event where nothing is to go, undefined where all is: a list without products is none.
 */
export function cleaned<T extends ShopEvent>(event: T, known: Known): T | undefined {
  const { title, category, ...untold } = event;
  // Only what may be missing is gone, here and below.
  const left = (title ?? category) && known.isKnown(event.item) ? (untold as T) : event;
  const { placement, ...unplaced } = left;
  const kept = placement && known.isNamedSensitive(placement.shelf) ? (unplaced as T) : left;
  const items = event.items?.filter((id) => !known.isSensitive(id));
  if (known.isSensitive(event.item) || items?.length === 0) return undefined;
  // As levels: each of its words, and each two in a row.
  if (event.query && known.isNamedSensitive(` ${event.query}`.replace(/ +(\S+)/g, " $1>$1>$1"))) return undefined;
  return items && items.length < event.items!.length ? { ...kept, items } : kept;
}
