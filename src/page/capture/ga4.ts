import { type Fields, readFields } from "../../core/event/fields.ts";
import { commandOf, followDataLayer } from "./data-layer.ts";
import { copyParams, type Ear } from "./report.ts";

const LIST = "view_item_list";

/** What a page shows; the others are acts, and steps to a purchase. */
const SHOWN: readonly unknown[] = ["view_item", LIST, "search", "view_search_results"];
/** Of one view of the page those that are remembered, the first. */
const MAX_SHOWN = 100;

/** GA4's e-commerce events and searches (developers.google.com/analytics/devguides/collection/ga4/reference/events). Others are the shop's own affair. */
const NAMES: readonly unknown[] = [
  ...SHOWN,
  "select_item",
  "add_to_cart",
  "remove_from_cart",
  "add_to_wishlist",
  "view_cart",
  "begin_checkout",
  "add_shipping_info",
  "add_payment_info",
  "purchase",
  "refund",
];

/** GA4 asks of an item for one of id and name: without an id its name is one, by which it is known like any that the catalogue does not have. Of lists ids alone are kept. */
function withIds({ items, ...params }: Fields): Fields {
  if (!Array.isArray(items)) return params;
  return { ...params, items: items.map((line) => ({ ...line, item_id: line.item_id || line.item_name })) };
}

/**
 * Reads the entries of a data layer one after the other: `{event, ecommerce}` as Tag Manager has it, where what is said of `ecommerce`
 * holds for later events until it is said again or set to null; and gtag("event", name, params), which stands for itself.
 */
export function createGa4Reader(report: Ear["report"]): (entry: object) => void {
  let ecommerce: Fields = {};

  const tell = (name: unknown, params: Fields): void => {
    if (NAMES.includes(name)) report(String(name), name === LIST ? copyParams(params) : withIds(copyParams(params)));
  };

  return (entry) => {
    const command = commandOf(entry);
    if (command !== undefined) {
      if (command[0] === "event") tell(command[1], readFields(command[2]) ?? {});
      return;
    }
    const { event, ecommerce: said, search_term } = readFields(entry) ?? {};
    if (said === null) ecommerce = {};
    ecommerce = { ...ecommerce, ...copyParams(readFields(said) ?? {}) };
    // Searches have no e-commerce in them: their word stands in the entry itself.
    tell(event, search_term === undefined ? ecommerce : { ...ecommerce, search_term });
  };
}

/** Entries that were read, by whichever Inkling of this code: a shop may destroy one and make another on the same page. */
const heard = new WeakSet<object>();

/** Reports what the data layer called `layer` says of products, from its beginning; what the page shows once more as it comes back. */
export function hearGa4({ report, problems, signal, onTurn }: Ear, layer: string): void {
  let isNew = true;
  let shown: Parameters<Ear["report"]>[] = [];
  const read = createGa4Reader((name, params) => {
    if (!isNew) return;
    report(name, params);
    if (SHOWN.includes(name) && shown.length < MAX_SHOWN) shown.push([name, params]);
  });
  const hear = (entry: object, isPushed: boolean): void => {
    isNew = isPushed || !heard.has(entry);
    heard.add(entry);
    // Once more for what it says of later ones.
    read(entry);
  };
  const catchUp = followDataLayer(layer, hear, problems, signal);
  onTurn((why) => {
    catchUp();
    if (why === "returned") for (const [name, params] of shown) report(name, params);
    if (why === "navigated") shown = [];
  });
}
