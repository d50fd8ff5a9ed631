import type { ItemIndex } from "../brands.ts";
import { EVENT_KINDS, type EventKind } from "../event/kinds.ts";
import { POLICY } from "./policy.ts";

/** A product that the catalogue does not know, as the page names it. */
export interface Unlisted {
  readonly id: string;
  readonly title: string;
}

/** An event whose product the catalogue knows, or another one like it. */
export interface ResolvedEvent {
  readonly item: ItemIndex;
  /** What the event is really about, where `item` only stands in for it: one object for all events of it. */
  readonly like?: Unlisted | undefined;
  readonly kind: EventKind;
  readonly at: number;
  readonly dwellMs?: number | undefined;
  readonly quantity?: number | undefined;
}

/** One stay with a product: a run of acts about it with no other product between. */
export interface Touch {
  readonly item: ItemIndex;
  /** As in ResolvedEvent. */
  readonly like?: Unlisted | undefined;
  /** Evidence of interest; negative after removals and refunds. */
  readonly weight: number;
  /** When it began and ended. */
  readonly from: number;
  readonly at: number;
  /** Since the stay before it ended, in milliseconds; undefined for the first of all, and where the times are not real. */
  readonly gapMs?: number;
  /** When, within it, the product was last bought; undefined when it was not, or was given back since. */
  readonly boughtAt?: number;
  /** Strongest kind of the run, for telling the shopper why. */
  readonly kind: EventKind;
}

/** Times of the last purchase of each product, without those given back. */
export type Bought = ReadonlyMap<ItemIndex, number>;

/** Acts of one stay, and what the product's visible time adds to their weight. */
interface Stay {
  readonly item: ItemIndex;
  readonly acts: ResolvedEvent[];
  dwell: number;
}

/** Newest first, at most POLICY.maxTouches; `events` are in time order. Impressions and lists make no touch. */
export function touchesOf(events: readonly ResolvedEvent[], bought: Bought = new Map()): Touch[] {
  const stays = staysOf(events.filter(({ kind }) => kind === "dwell" || EVENT_KINDS[kind].weight !== 0));
  const first = Math.max(0, stays.length - POLICY.maxTouches);
  const newest = stays.slice(first).map((stay, place) => touchOf(stay, stays[first + place - 1], bought));
  return newest.reverse();
}

/**
 * Visible time makes no stay of its own, nor ends another: it adds to the product's last. Cards are visible as well, and one
 * that was only scrolled past says nothing.
 */
function staysOf(events: readonly ResolvedEvent[]): Stay[] {
  const stays: Stay[] = [];
  const lastOf = new Map<ItemIndex | Unlisted, Stay>();
  for (const event of events) {
    const product = event.like ?? event.item;
    const last = lastOf.get(product);
    if (event.kind === "dwell") {
      if (last !== undefined) last.dwell += dwellWeight(event);
    } else if (last !== undefined && last === stays.at(-1)) {
      last.acts.push(event);
    } else {
      const stay = { item: event.item, acts: [event], dwell: 0 };
      stays.push(stay);
      lastOf.set(product, stay);
    }
  }
  return stays;
}

/** Visible time counts with diminishing returns: log2(1 + time / unit), so that an open tab overnight is not a passion. */
const dwellWeight = ({ dwellMs = 0 }: ResolvedEvent): number => Math.log2(1 + dwellMs / POLICY.dwellUnitMs);

function touchOf({ item, acts, dwell }: Stay, before: Stay | undefined, bought: Bought): Touch {
  const weight = acts.reduce((sum, { kind }) => sum + EVENT_KINDS[kind].weight, dwell);
  const strongest = acts.reduce((best, act) =>
    EVENT_KINDS[act.kind].weight >= EVENT_KINDS[best.kind].weight ? act : best,
  );
  const { at: from, like } = acts[0]!;
  const { at } = acts.at(-1)!;
  return {
    item,
    like,
    weight: Math.max(-POLICY.maxTouchWeight, Math.min(POLICY.maxTouchWeight, weight)),
    from,
    at,
    ...(before && { gapMs: from - before.acts.at(-1)!.at }),
    ...purchaseWithin(bought, item, from, at),
    kind: strongest.kind,
  };
}

export function purchaseWithin(bought: Bought, item: ItemIndex, from: number, to: number): Pick<Touch, "boughtAt"> {
  const boughtAt = bought.get(item);
  return boughtAt === undefined || boughtAt < from || boughtAt > to ? {} : { boughtAt };
}
