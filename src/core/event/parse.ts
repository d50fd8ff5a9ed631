import {
  CATEGORY_LENGTH,
  ID_LENGTH,
  LAST_MOMENT,
  LAST_SLOT,
  LONGEST_DWELL_MS,
  MOST_ITEMS,
  MOST_QUANTITY,
  type Placement,
  type ShopEvent,
} from "./event.ts";
import { defined, type Fields, readAmount, readFields, readId, readText } from "./fields.ts";
import { EVENT_NAMES, type EventKind } from "./kinds.ts";
import { nearest } from "./nearest.ts";

export type ParsedEvent =
  /** `issues`: what was left out, each with its reason. */
  | { readonly ok: true; readonly events: readonly ShopEvent[]; readonly issues: readonly string[] }
  | { readonly ok: false; readonly issues: readonly string[] };

/**
 * One call of `track` as events: a GA4 e-commerce name (or `item_impression`, `item_dwell`, `page_view`) with GA4's
 * fields. A list is one event with its shown set; everything else about products is one event for each of `items`.
 * `item_id` beside the items' own place stands for one item, `item_name` is its title, `item_category` to `item_category5` are the
 * levels of its category, from the top. Inkling's own fields are `dwell_ms`, and `list_request` and `list_policy`, which join
 * impressions with the ranking that was shown. Unknown fields are left out, and so is an item
 * that cannot be read, as long as another can; a refund of a `transaction_id` without any items is one event, of all of it.
 *
 * @param at When it happened, in milliseconds since the epoch.
 */
export function parseEvent(name: string, params: unknown, at: number): ParsedEvent {
  const kind = Object.hasOwn(EVENT_NAMES, name) ? EVENT_NAMES[name] : undefined;
  const fields = readFields(params ?? {});
  const issues: string[] = [];
  if (kind === undefined)
    issues.push(`unknown event; did you mean "${nearest(String(name), Object.keys(EVENT_NAMES))}"?`);
  if (fields === undefined) issues.push("the parameters must be an object");
  if (!(at >= 0 && at <= LAST_MOMENT)) issues.push("the time must be in milliseconds");
  const understood = issues.length === 0 && kind !== undefined && kind !== "ignored" && fields !== undefined;
  const events = understood ? build(kind, at, fields, issues) : [];
  const named = issues.map((issue) => `${String(name).slice(0, 40)}: ${issue}`);
  return events.length > 0 || named.length === 0 ? { ok: true, events, issues: named } : { ok: false, issues: named };
}

function build(kind: EventKind, at: number, fields: Fields, issues: string[]): ShopEvent[] {
  const base = { v: 1, kind, at } as const;
  if (kind === "page" || kind === "checkout") return [base];
  if (kind === "search") {
    const query = readName(fields.search_term);
    if (query !== undefined) return [{ ...base, query }];
    issues.push("search_term is missing");
    return [];
  }
  const lines = readLines(fields, issues);
  if (kind === "list") {
    const items = lines.flatMap((line, i) => readItem(line, i, issues) ?? []);
    return items.length === 0
      ? []
      : [defined<ShopEvent>({ ...base, items, placement: readPlacement(lines[0], fields) })];
  }
  const transaction = readName(fields.transaction_id);
  if (lines.length === 0 && issues.length === 0) {
    if (kind === "refund" && transaction !== undefined) return [{ ...base, transaction }];
    issues.push("item_id or items is missing");
  }
  return lines.flatMap((line, i) => {
    const product = readProduct(kind, line, fields, i, issues);
    return product === undefined ? [] : defined<ShopEvent>({ ...base, ...product, transaction });
  });
}

function need<T>(value: T | undefined, issue: string, issues: string[]): T | undefined {
  if (value === undefined) issues.push(issue);
  return value;
}

/** The entries of `items`, or the parameters themselves when `item_id` stands there. */
function readLines(fields: Fields, issues: string[]): readonly Fields[] {
  const items = fields.items ?? (fields.item_id === undefined ? [] : [fields]);
  const lines = need(Array.isArray(items) ? items : undefined, "items must be an array", issues) ?? [];
  return lines.slice(0, MOST_ITEMS).map((item) => readFields(item) ?? {});
}

const readItem = (line: Fields, i: number, issues: string[]): string | undefined =>
  need(readId(line.item_id), `items[${i}].item_id must be 1 to ${ID_LENGTH} characters`, issues);

/** What an event says of one product; undefined when it cannot be told which, how many or how long. */
function readProduct(kind: EventKind, line: Fields, params: Fields, i: number, issues: string[]) {
  const readable = issues.length;
  const amount = (name: string, max: number, bound: "of 0 or more" | "above 0" = "of 0 or more") => {
    const given = line[name] ?? params[name];
    if (given === undefined || given === null) return undefined;
    const value = readAmount(given, max);
    return need(
      value === 0 && bound === "above 0" ? undefined : value,
      `items[${i}].${name} must be a number ${bound}`,
      issues,
    );
  };
  const dwellMs = amount("dwell_ms", LONGEST_DWELL_MS);
  const product = {
    item: readItem(line, i, issues),
    title: readName(line.item_name),
    category: readName(
      ["", 2, 3, 4, 5].flatMap((level) => readText(line[`item_category${level}`]) ?? []).join(" > "),
      CATEGORY_LENGTH,
    ),
    quantity: amount("quantity", MOST_QUANTITY, "above 0"),
    dwellMs: kind === "dwell" ? need(dwellMs, "dwell_ms is missing", issues) : undefined,
  };
  if (issues.length > readable) return undefined;
  return { ...product, placement: readPlacement(line, params, amount("index", LAST_SLOT)) };
}

/** Where the product stood; undefined when no list is named. Names are cut to their limit, being labels only. */
function readPlacement(line: Fields | undefined, params: Fields, slot?: number): Placement | undefined {
  const read = (name: string) => readName(line?.[name]) ?? readName(params[name]);
  const shelf = read("item_list_id") ?? read("item_list_name");
  if (shelf === undefined) return undefined;
  return defined<Placement>({ shelf, slot, request: read("list_request"), policy: read("list_policy") });
}

const readName = (value: unknown, length: number = ID_LENGTH): string | undefined => readText(value)?.slice(0, length);
