import { aliasKey } from "../../core/catalogue/alias-key.ts";
import type { ShopEvent } from "../../core/event/event.ts";
import type { EventKind } from "../../core/event/kinds.ts";
import type { Admit, Named, Origin } from "./report.ts";

/** How long after one origin has told of an act another may tell of the same: a cart's request takes that long at most. */
export const SAME_ACT_MS = 10_000;
/** Events of a view that are remembered; then nothing more is recognised. */
const MAX_KEPT = 1_000;
/** Names of products of a view, the same. */
export const MAX_NAMES = 5_000;

/**
 * Kinds that say what a view of the page is about: however often a source reads them there, they are one event. Of the others, acts,
 * each report of one source is another one.
 */
const OF_THE_VIEW: readonly EventKind[] = ["view", "list", "search", "purchase", "refund"];
/** Origins that mean each of their reports: a call is the shop's word, and attributes are read once a view. */
const TOLD_ONCE: readonly Origin[] = ["api", "markup"];
/** What Inkling alone measures. */
const MEASURED: readonly EventKind[] = ["impression", "dwell"];

interface Kept {
  readonly event: ShopEvent;
  readonly by: Set<Origin>;
}

/**
 * Of one view of the page: tells which events are one, of those that several origins report. They are of the same kind and about the same product
 * (list of products, query), where both name a transaction of the same one, and told by different origins; acts within SAME_ACT_MS.
 * The nth report of one origin is the nth of another, so an event is kept as often as the origin that told of it most often did.
 * What track() is called with and what attributes say is only compared with what others tell: the shop that calls twice means two.
 * Lines of one report are never one, whatever they are called: each may be one with a line that was reported before.
 */
export interface Merge {
  readonly admit: Admit;
  /**
   * These names are of one product, from now on and for what was reported before. A title unites what different origins call so, and never two
   * products of one origin, which may have theirs in common.
   */
  know(product: Named, origin: Origin): void;
  /** The ids by which a product is known, the one asked for first, and its titles in lower case. */
  namesOf(id: string): { readonly ids: readonly string[]; readonly titles: readonly string[] };
  /** The one product that has been viewed; undefined while there is none, or several. */
  viewed(): string | undefined;
}

export function createMerge(): Merge {
  const kept: Kept[] = [];
  const groups = new Map<string, Set<string>>();
  /** Who has told of which names. */
  const told = new Set<string>();

  const groupOf = (key: string): Set<string> => groups.get(key) ?? new Set();
  const isOne = (a: string | undefined, b: string | undefined): boolean =>
    a === b ||
    (a !== undefined && b !== undefined && (aliasKey(a) === aliasKey(b) || groupOf(aliasKey(a)).has(aliasKey(b))));

  const isSame = (a: ShopEvent, b: ShopEvent): boolean => {
    if (a.kind !== b.kind || (a.transaction ?? b.transaction) !== (b.transaction ?? a.transaction)) return false;
    if (!OF_THE_VIEW.includes(a.kind) && Math.abs(a.at - b.at) > SAME_ACT_MS) return false;
    const [of, among] = [a.items ?? [], b.items ?? []];
    if (of.length !== among.length || !of.every((id, place) => isOne(id, among[place]))) return false;
    return isOne(a.item, b.item) && a.query?.toLowerCase() === b.query?.toLowerCase();
  };

  /** @param before What was kept before this report, without what is one with an earlier line of it. */
  const isNew = (origin: Origin, event: ShopEvent, before: Set<Kept>): boolean => {
    if (MEASURED.includes(event.kind)) return true;
    const again = !TOLD_ONCE.includes(origin) && OF_THE_VIEW.includes(event.kind);
    const same = [...before].find((one) => (again || !one.by.has(origin)) && isSame(one.event, event));
    if (same !== undefined) {
      same.by.add(origin);
      before.delete(same);
    } else if (kept.length < MAX_KEPT) kept.push({ event, by: new Set([origin]) });
    return same === undefined;
  };

  return {
    admit(origin, events) {
      const before = new Set(kept);
      return events.filter((event) => isNew(origin, event, before));
    },
    know({ ids, title }, origin) {
      const keys = ids.map(aliasKey);
      if (groups.size + keys.length >= MAX_NAMES) return;
      for (const key of keys) told.add(`${origin} ${key}`);
      const group = new Set(keys.flatMap((key) => [key, ...groupOf(key)]));
      if (title) {
        // No id begins with a space.
        const name = ` ${title.trim().toLowerCase()}`;
        const others = [...groupOf(name)].filter((key) => !group.has(key));
        const isTaken = others.some((key) => told.has(`${origin} ${key}`));
        for (const key of isTaken ? [`${name}\0${keys[0]}`] : [name, ...others]) group.add(key);
      }
      for (const key of group) groups.set(key, group);
    },
    namesOf(id) {
      const others = [...groupOf(aliasKey(id))].filter((key) => key !== aliasKey(id));
      return {
        ids: [id, ...others.filter((key) => !key.startsWith(" "))],
        titles: others.flatMap((key) => (key.startsWith(" ") ? key.slice(1).replace(/\0.*/s, "") : [])),
      };
    },
    viewed() {
      const views = kept.flatMap(({ event: { kind, item } }) => (kind === "view" && item !== undefined ? item : []));
      return views.every((id) => isOne(id, views[0])) ? views[0] : undefined;
    },
  };
}
