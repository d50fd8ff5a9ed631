export type EventKind =
  | "view"
  | "click"
  | "dwell"
  | "wish"
  | "cart"
  | "uncart"
  | "purchase"
  | "refund"
  | "impression"
  | "list"
  | "search"
  | "checkout"
  | "page";

/** How one kind of event is treated by the ranking. */
export interface KindDescriptor {
  /** Weight of one such event as evidence of interest; negative counts against the product. */
  readonly weight: number;
  /** Whether the event is about products: it then needs an item. A refund may name its transaction instead. */
  readonly needsItem: boolean;
}

/**
 * The event vocabulary. Weights are relative to one product view; views last longer or shorter, which `dwell` adds to. A removal outweighs the putting
 * into the cart and a look; a refund outweighs the purchase.
 * `list` is one shelf or grid as rendered; `impression` is one of its products at least half visible for a second.
 */
export const EVENT_KINDS: Readonly<Record<EventKind, KindDescriptor>> = {
  view: { weight: 1, needsItem: true },
  click: { weight: 0.5, needsItem: true },
  dwell: { weight: 0, needsItem: true },
  wish: { weight: 2, needsItem: true },
  cart: { weight: 3, needsItem: true },
  uncart: { weight: -4, needsItem: true },
  purchase: { weight: 3, needsItem: true },
  refund: { weight: -6, needsItem: true },
  impression: { weight: 0, needsItem: true },
  list: { weight: 0, needsItem: false },
  search: { weight: 0, needsItem: false },
  checkout: { weight: 0, needsItem: false },
  page: { weight: 0, needsItem: false },
};

/**
 * GA4 e-commerce event names (developers.google.com/analytics/devguides/collection/ga4/ecommerce) and the few of
 * Inkling's own, to kinds; "ignored": taken, and nothing is kept of it, because it tells no interest in a product. A name that
 * is not here is refused by the parser, by name.
 */
export const EVENT_NAMES: Readonly<Record<string, EventKind | "ignored">> = {
  view_item: "view",
  select_item: "click",
  add_to_wishlist: "wish",
  add_to_cart: "cart",
  remove_from_cart: "uncart",
  purchase: "purchase",
  refund: "refund",
  view_item_list: "list",
  search: "search",
  view_search_results: "search",
  begin_checkout: "checkout",
  add_payment_info: "checkout",
  add_shipping_info: "checkout",
  view_cart: "checkout",
  page_view: "page",
  view_promotion: "ignored",
  select_promotion: "ignored",
  item_impression: "impression",
  item_dwell: "dwell",
};
