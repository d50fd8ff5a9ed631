import type { ShopEvent } from "../../event/event.ts";
import type { EventKind } from "../../event/kinds.ts";
import { POLICY_VERSION } from "../policy.ts";
import { type Explored, exploredBy } from "./explore.ts";

/** A product of a list that was at least half visible for a second. */
export interface SeenItem {
  readonly item: string;
  readonly slot: number;
}

/** A list that this device ranked: what of it was seen, and what of that was chosen. */
export interface ShownList {
  /** When it was shown (epoch ms), and how many of the events came before it. */
  readonly at: number;
  readonly before: number;
  /** By slot, each product once. */
  readonly seen: readonly SeenItem[];
  /** Places in `seen` of what was clicked or gone on with, in the order of the clicks; at least one, and not all. */
  readonly chosen: readonly number[];
  /** A slot of it that was given to chance. */
  readonly explored: Explored | undefined;
}

/** Lists that training looks at: the newest. */
export const MAX_LISTS = 500;

const CHOICES: ReadonlySet<EventKind> = new Set<EventKind>(["click", "view", "cart", "purchase"]);

interface Open {
  readonly at: number;
  readonly before: number;
  readonly policy: string;
  readonly slots: Map<string, number>;
  readonly chosen: Set<string>;
}

/**
 * The newest MAX_LISTS lists that teach something, oldest first. `events` in the order in which they happened. A list counts when these rules ranked it (the
 * shop's own lists tell nothing of what was put before the shopper, and why), its products when they were seen or chosen; what stands
 * in no shelf never counts.
 */
export function shownLists(events: readonly ShopEvent[]): ShownList[] {
  const open = new Map<string, Open>();
  events.forEach(({ kind, at, item, placement }, before) => {
    const { request, policy, slot } = placement ?? {};
    if (request === undefined || policy === undefined || !policy.startsWith(`${POLICY_VERSION}/`)) return;
    if (kind === "list") {
      if (!open.has(request)) open.set(request, { at, before, policy, slots: new Map(), chosen: new Set() });
      return;
    }
    const list = open.get(request);
    if (list === undefined || item === undefined) return;
    const isChoice = CHOICES.has(kind);
    // What was clicked was seen, if for less than a second.
    if ((kind === "impression" || isChoice) && slot !== undefined && !list.slots.has(item)) list.slots.set(item, slot);
    if (isChoice && list.slots.has(item)) list.chosen.add(item);
  });
  return [...open.values()].flatMap(closed).slice(-MAX_LISTS);
}

function closed({ at, before, policy, slots, chosen }: Open): ShownList[] {
  if (chosen.size === 0 || chosen.size === slots.size) return [];
  const seen = [...slots].map(([item, slot]) => ({ item, slot })).sort((a, b) => a.slot - b.slot);
  const places = [...chosen].map((item) => seen.findIndex((one) => one.item === item));
  return [{ at, before, seen, chosen: places, explored: exploredBy(policy) }];
}
