import { DAY_MS } from "../time.ts";
import { ID_LENGTH, type ShopEvent } from "./event.ts";
import { defined, readFields } from "./fields.ts";
import { EVENT_KINDS, type EventKind } from "./kinds.ts";

/** The age at which one action counts half in the compacted profile: 30 days, in milliseconds. */
export const COMPACT_HALF_LIFE_MS: number = 30 * DAY_MS;

/** Products a compacted profile keeps: the strongest. */
export const COMPACT_ITEMS = 2_000;

/** What is left of one product's old events. */
export interface CompactedItem {
  /**
   * Sum of the weights of the events' kinds, each halved for every `COMPACT_HALF_LIFE_MS` between its event and `lastMs`.
   * May be negative. `weightAt` says what is left of it at another time.
   */
  readonly weight: number;
  readonly views: number;
  readonly carts: number;
  readonly purchases: number;
  /** Times of the first and last event, and of the last purchase and refund when there was one; epoch, by the device's clock. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly purchasedMs?: number;
  /** Kept beside the purchase, because the two may be folded in any order: the later one says what holds. */
  readonly refundedMs?: number;
}

/** What the oldest events were folded into, by whatever id the page used. Plain data, structured-clone safe. */
export interface Compacted {
  readonly v: 1;
  readonly items: Readonly<Record<string, CompactedItem>>;
}

export const EMPTY_COMPACTED: Compacted = { v: 1, items: {} };

/**
 * Adds `events` to `compacted`. Kinds without weight, and searches, leave nothing. Up to `COMPACT_ITEMS` products the result
 * is the same however the events are split over calls, and, but for the last bits of a sum, in whatever order they come.
 *
 * @param nowMs Epoch. An event dated later (a clock set back since) counts as happening now, or it would never fade.
 */
export function fold(compacted: Compacted, events: readonly ShopEvent[], nowMs: number): Compacted {
  // A Map, because a product may be called "__proto__".
  const items = new Map(Object.entries(compacted.items));
  for (const event of events) {
    if (event.item === undefined || EVENT_KINDS[event.kind].weight === 0) continue;
    items.set(event.item, withEvent(items.get(event.item), event, Math.min(event.at, nowMs)));
  }
  return { v: 1, items: strongest(items) };
}

/** Without the items of these ids. */
export const without = ({ v, items }: Compacted, isForgotten: (id: string) => boolean): Compacted => ({
  v,
  items: Object.fromEntries(Object.entries(items).filter(([id]) => !isForgotten(id))),
});

/** What is left of an item's weight at `nowMs`: all of it before `lastMs`, by a clock that was set back since. */
export function weightAt(item: CompactedItem, nowMs: number): number {
  return decayed(item.weight, Math.max(0, nowMs - item.lastMs));
}

/**
 * Reads what a store gives back, which another version, a curious user or a fault may have written. Items out of range are
 * left out; undefined when it is not a compacted profile of this version at all.
 */
export function parseCompacted(value: unknown): Compacted | undefined {
  const fields = readFields(value);
  const stored = readFields(fields?.items);
  if (fields?.v !== 1 || stored === undefined) return undefined;
  const items = new Map<string, CompactedItem>();
  for (const [id, raw] of Object.entries(stored)) {
    const item = parseItem(raw);
    if (item !== undefined && id.length > 0 && id.length <= ID_LENGTH) items.set(id, item);
  }
  return { v: 1, items: strongest(items) };
}

function withEvent(before: CompactedItem | undefined, event: ShopEvent, atMs: number): CompactedItem {
  const lastMs = Math.max(before?.lastMs ?? atMs, atMs);
  const latest = (kind: EventKind, knownMs: number | undefined): number | undefined =>
    event.kind === kind ? Math.max(knownMs ?? atMs, atMs) : knownMs;
  const weight = before === undefined ? 0 : weightAt(before, lastMs);
  return defined<CompactedItem>({
    weight: weight + decayed(EVENT_KINDS[event.kind].weight, lastMs - atMs),
    views: (before?.views ?? 0) + Number(event.kind === "view"),
    carts: (before?.carts ?? 0) + Number(event.kind === "cart"),
    purchases: (before?.purchases ?? 0) + Number(event.kind === "purchase"),
    firstMs: Math.min(before?.firstMs ?? atMs, atMs),
    lastMs,
    purchasedMs: latest("purchase", before?.purchasedMs),
    refundedMs: latest("refund", before?.refundedMs),
  });
}

function decayed(weight: number, ageMs: number): number {
  return weight * 2 ** (-ageMs / COMPACT_HALF_LIFE_MS);
}

/** Strength is evidence either way, at one common time; ties fall to the id, so that the choice depends on nothing else. */
function strongest(items: ReadonlyMap<string, CompactedItem>): Readonly<Record<string, CompactedItem>> {
  if (items.size <= COMPACT_ITEMS) return Object.fromEntries(items);
  const latestMs = [...items.values()].reduce((latest, item) => Math.max(latest, item.lastMs), 0);
  const ranked = [...items].map(([id, item]) => ({ id, item, strength: Math.abs(weightAt(item, latestMs)) }));
  ranked.sort((a, b) => b.strength - a.strength || (a.id < b.id ? -1 : 1));
  return Object.fromEntries(ranked.slice(0, COMPACT_ITEMS).map(({ id, item }) => [id, item]));
}

function parseItem(value: unknown): CompactedItem | undefined {
  const { weight, views, carts, purchases, firstMs, lastMs, purchasedMs, refundedMs } = readFields(value) ?? {};
  if (typeof weight !== "number" || !Number.isFinite(weight)) return undefined;
  if (!isCount(views) || !isCount(carts) || !isCount(purchases)) return undefined;
  if (!isTime(firstMs) || !isTime(lastMs) || firstMs > lastMs) return undefined;
  if (!isNoneOrUpTo(lastMs, purchasedMs) || !isNoneOrUpTo(lastMs, refundedMs)) return undefined;
  return defined<CompactedItem>({ weight, views, carts, purchases, firstMs, lastMs, purchasedMs, refundedMs });
}

/** The latest time that ECMAScript's Date can hold, in epoch milliseconds. */
const LATEST_MS = 8.64e15;

function isTime(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= LATEST_MS;
}

function isNoneOrUpTo(lastMs: number, value: unknown): value is number | undefined {
  return value === undefined || (isTime(value) && value <= lastMs);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
