/** What a history says of one interaction, and by what names; the first that is filled in wins. */
export type Column = "shopper" | "item" | "time" | "kind" | "order" | "items" | "weight";

const NAMES: Readonly<Record<Column, readonly string[]>> = {
  shopper: [
    "shopper",
    "shopper_id",
    "user",
    "user_id",
    "userid",
    "customer",
    "customer_id",
    "customerid",
    "user_pseudo_id",
    "client_id",
    "clientid",
    "visitor",
    "visitor_id",
    "visitorid",
    "session",
    "session_id",
    "sessionid",
    "email",
  ],
  item: [
    "item",
    "item_id",
    "itemid",
    "product",
    "product_id",
    "productid",
    "asin",
    "parent_asin",
    "sku",
    "lineitem_sku",
    "variant",
    "variant_id",
    "lineitem_name",
  ],
  time: [
    "time",
    "timestamp",
    "at",
    "ts",
    "datetime",
    "event_time",
    "event_timestamp",
    "created_at",
    "createdat",
    "order_date",
    "date",
    "event_date",
  ],
  kind: ["kind", "event", "event_name", "event_type", "type", "action", "behavior"],
  order: [
    "order",
    "order_id",
    "orderid",
    "order_number",
    "transaction",
    "transaction_id",
    "transactionid",
    "invoice",
    "invoice_no",
  ],
  items: ["items", "line_items", "lineitems", "products"],
  // Not "weight" alone, which in an export of orders is a parcel's.
  weight: ["interaction_weight"],
};

/** Shopify's order export calls the order's number `Name`, which says an order only beside its line items. */
const SHOPIFY_ORDER = "name";

/** A row's value by column: of the filled-in names of a column the first. */
export type Row = (column: Column) => unknown;

interface Place {
  readonly column: Column;
  readonly rank: number;
}

const PLACES: ReadonlyMap<string, Place> = new Map(
  // The cast: Object.keys widens the keys of a record with known keys.
  (Object.keys(NAMES) as Column[]).flatMap((column) => NAMES[column].map((name, rank) => [name, { column, rank }])),
);

/** Where each column stands in a table with these column names: positions, the preferred first. */
export function columnPositions(names: readonly string[]): Readonly<Record<Column, readonly number[]>> {
  const isShopifyOrders = names.includes("lineitem_name") || names.includes("lineitem_sku");
  const found: { column: Column; rank: number; at: number }[] = [];
  names.forEach((name, at) => {
    const place = isShopifyOrders && name === SHOPIFY_ORDER ? { column: "order" as const, rank: 0 } : PLACES.get(name);
    if (place !== undefined) found.push({ ...place, at });
  });
  const positions = (column: Column): number[] => {
    const own = found.filter((one) => one.column === column);
    return own.sort((a, b) => a.rank - b.rank).map((one) => one.at);
  };
  return {
    shopper: positions("shopper"),
    item: positions("item"),
    time: positions("time"),
    kind: positions("kind"),
    order: positions("order"),
    items: positions("items"),
    weight: positions("weight"),
  };
}

/** The row that an object of JSON is. One with a list of items is an order, and its `id` or `name` is the order's. */
export function objectRow(object: Readonly<Record<string, unknown>>, nameOf: (raw: string) => string): Row {
  const best = new Map<Column, { rank: number; value: unknown }>();
  for (const [raw, value] of Object.entries(object)) {
    const place = value === null || value === "" ? undefined : PLACES.get(nameOf(raw));
    if (place === undefined) continue;
    const known = best.get(place.column);
    if (known === undefined || place.rank < known.rank) best.set(place.column, { rank: place.rank, value });
  }
  if (best.has("items") && !best.has("order")) best.set("order", { rank: 0, value: object.id ?? object.name });
  return (column) => best.get(column)?.value;
}
