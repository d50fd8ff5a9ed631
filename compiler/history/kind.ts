import { textOf } from "../input/values.ts";
import type { Interaction } from "../interaction.ts";

export type Kind = Interaction["kind"];

/**
 * Names of events, without case and signs: GA4's, Shopify's, Meta's and those of common data sets. A click on a product
 * in a list and a wish are looks at it; a history does not tell their weight.
 */
const NAMES: Readonly<Record<Kind, readonly string[]>> = {
  view: [
    "view",
    "views",
    "viewed",
    "viewitem",
    "viewproduct",
    "viewcontent",
    "productview",
    "productviewed",
    "detail",
    "click",
    "clicks",
    "selectitem",
    "wish",
    "wishlist",
    "addtowishlist",
  ],
  cart: ["cart", "carts", "addtocart", "productaddedtocart", "basket", "addtobasket"],
  purchase: [
    "purchase",
    "purchases",
    "purchased",
    "buy",
    "bought",
    "order",
    "orders",
    "ordercompleted",
    "checkoutcompleted",
    "transaction",
    "sale",
  ],
};

const KINDS: ReadonlyMap<string, Kind> = new Map(
  // The cast: Object.keys widens the keys of a record with known keys.
  (Object.keys(NAMES) as Kind[]).flatMap((kind) => NAMES[kind].map((name) => [name, kind])),
);

/** Undefined for an event that is no interest in a product, or is not known. */
export function readKind(value: unknown): Kind | undefined {
  return KINDS.get(
    textOf(value)
      .toLowerCase()
      .replace(/[^a-z]/g, ""),
  );
}
