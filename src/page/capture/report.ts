import { MOST_ITEMS, type ShopEvent } from "../../core/event/event.ts";
import { type Fields, readFields } from "../../core/event/fields.ts";
import type { Problems } from "../problems.ts";
import { LEVELS } from "./category.ts";

/** What can be read on a page without a line of the shop's code for it. */
export type SourceName = "ga4" | "json-ld" | "woocommerce" | "shopify";

/** Who says that something happened: a source, the page's attributes, or a call of track(). */
export type Origin = SourceName | "markup" | "api";

/** Of events that an origin tells of, those that nobody else has told of. */
export type Admit = (origin: Origin, events: readonly ShopEvent[]) => readonly ShopEvent[];

/** Names and a title of one product. */
export interface Named {
  /** Ids, SKUs, GTINs, addresses; the likeliest to be the catalogue's first. */
  readonly ids: readonly string[];
  readonly title?: string | undefined;
  /** Where it is in the shop, "Sport > Running shoes". */
  readonly category?: string | undefined;
}

/** Why the view of the page ends: the document went on to another page, is being left, or came back from the back-forward cache. */
export type Turn = "navigated" | "left" | "returned";

/** What a source tells, and what it is told. */
export interface Ear {
  /** Something happened now, in GA4's words. The fields are a copy: shops go on changing theirs. */
  report(name: string, params: Fields): void;
  /** All of these names are of one product. `main`: the page is about it. */
  know(product: Named, main?: "main"): void;
  readonly problems: Problems;
  readonly signal: AbortSignal;
  /** Called while what is reported still belongs to the view that ends, where the page has not come back already. */
  onTurn(run: (why: Turn) => void): void;
}

const PARAMS = ["item_list_id", "item_list_name", "transaction_id", "search_term"];
const LINE = ["item_id", "item_name", "quantity", "index", "item_list_id", "item_list_name", ...LEVELS];

const pick = (from: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, from[name]]).filter(([, value]) => value !== undefined));

/** A copy of the fields of a GA4 event that Inkling reads, each read once, within the event's bounds. May throw where a getter does. */
export function copyParams(params: Fields): Fields {
  const { items } = params;
  if (!Array.isArray(items)) return pick(params, PARAMS);
  const lines: Fields[] = [];
  for (let at = 0; at < items.length && at < MOST_ITEMS; at++) lines.push(pick(readFields(items[at]) ?? {}, LINE));
  return { ...pick(params, PARAMS), items: lines };
}
