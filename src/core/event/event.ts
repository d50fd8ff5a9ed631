import type { EventKind } from "./kinds.ts";

/** Where in a shelf or grid a product stood when it was seen or clicked. Later learning needs all of it. */
export interface Placement {
  /** The shelf's or list's name, `item_list_id` in GA4. */
  readonly shelf: string;
  /** Zero-based position in the shelf. */
  readonly slot?: number;
  /** Joins impressions and clicks with the `list` event that holds the shown set. */
  readonly request?: string;
  /** The ranking policy that made the order; "shop" for the shop's own. */
  readonly policy?: string;
}

/** One thing the shopper did, as it crosses the bridge and as it is stored. Plain data, structured-clone safe. */
export interface ShopEvent {
  readonly v: 1;
  readonly kind: EventKind;
  /** Milliseconds since the epoch, by the device's clock, when it happened. */
  readonly at: number;
  /**
   * The product, by whatever id the page uses; resolved through the alias table. A `refund` with a transaction and no item is of
   * everything that was bought in it.
   */
  readonly item?: string;
  /** The product's title as the page has it, kept of those that the catalogue does not know: its words tell what it is like. */
  readonly title?: string;
  /** Its category as the page has it, "Sport > Running shoes"; kept of the same, since a catalogue that comes later may call it sensitive. */
  readonly category?: string;
  /** The shown set of a `list` event, in order. */
  readonly items?: readonly string[];
  /** The category of each of them as the page has it, empty where it has none; goes as the engine has looked which are sensitive. */
  readonly categories?: readonly string[];
  readonly quantity?: number;
  /** `dwell`: how long the product was visible, in milliseconds. */
  readonly dwellMs?: number;
  /** `search`: what was typed. */
  readonly query?: string;
  /** `purchase`, `refund`: the transaction, by which purchases are deduplicated. */
  readonly transaction?: string;
  readonly placement?: Placement;
}

// Bounds on what one event may carry; longer input is cut or refused by the parser.

/** Characters in an id, a title, a search query, a shelf name, a transaction. */
export const ID_LENGTH = 200;
/** Characters in a category's path. One that has so many may have been cut, and the engine takes what it may have lost for sensitive. */
export const CATEGORY_LENGTH = 1_000;
/** Products in one shown set, cart or purchase. */
export const MOST_ITEMS = 200;
/** The longest visible time counted for one event, in milliseconds. */
export const LONGEST_DWELL_MS = 600_000;
export const MOST_QUANTITY = 10_000;
/** Position in a shelf. */
export const LAST_SLOT = 1_000_000;
/** The last moment a Date can hold, in milliseconds since the epoch. */
export const LAST_MOMENT = 8.64e15;
