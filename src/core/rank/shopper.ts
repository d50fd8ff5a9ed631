import type { ItemIndex } from "../brands.ts";
import type { Compacted } from "../event/compact.ts";
import type { ShopEvent } from "../event/event.ts";
import { EVENT_KINDS } from "../event/kinds.ts";
import { finish, type Steps } from "../steps.ts";
import { DAY_MS } from "../time.ts";
import { cartOf } from "./cart.ts";
import { matched, type Resolve, type Unmatched } from "./matched.ts";
import { boughtBefore, foldedOf, rememberedOf } from "./remembered.ts";
import type { Bought, ResolvedEvent, Touch } from "./touches.ts";

/** Impressions older than this no longer weary. */
const FATIGUE_WINDOW_MS = 14 * DAY_MS;
/** Sights of a product without a click before it counts against. */
const PATIENCE = 2;

/** What ranking knows of a shopper: their events, resolved against one catalogue. */
export interface Shopper {
  /** Events that tell interest, in time order. */
  readonly events: readonly ResolvedEvent[];
  /** What is left of those folded away, strongest first. */
  readonly remembered: readonly Touch[];
  /** Products in the cart now, oldest first. */
  readonly cart: readonly ItemIndex[];
  readonly bought: Bought;
  /** Sights beyond patience of products not clicked since. */
  readonly weary: ReadonlyMap<ItemIndex, number>;
  readonly unmatched: Unmatched;
}

/**
 * `events` in the order in which they happened. Those about products that the catalogue does not have are counted and left
 * out; those dated later than now happened just before whatever came next.
 */
export const shopperOf = (resolve: Resolve, events: readonly ShopEvent[], compacted: Compacted, now: number): Shopper =>
  finish(shopperSteps(resolve, events, compacted, now));

/** The same with places to rest: of thousands of events each part takes about a millisecond. */
export function* shopperSteps(
  resolve: Resolve,
  events: readonly ShopEvent[],
  compacted: Compacted,
  now: number,
): Steps<Shopper> {
  const known = matched(resolve, events, now);
  const folded = foldedOf(resolve, compacted);
  const { items: cart, fewer } = cartOf(known.events, now);
  const bought = boughtOf(known.events, boughtBefore(folded, now));
  yield;
  const telling = tellingOf(known.events.filter((event) => !fewer.has(event)));
  yield;
  return {
    events: telling,
    remembered: rememberedOf(folded, bought, now),
    cart,
    bought,
    weary: wearyOf(known.events, now),
    unmatched: known.unmatched,
  };
}

const isAct = ({ kind }: ResolvedEvent): boolean => EVENT_KINDS[kind].weight !== 0;

/** What the shopper did with products, and how long they saw those that they had done something with. */
function tellingOf(events: readonly ResolvedEvent[]): ResolvedEvent[] {
  const met = new Set<ItemIndex>();
  return events.filter((event) => {
    if (isAct(event)) met.add(event.item);
    return isAct(event) || (event.kind === "dwell" && met.has(event.item));
  });
}

function boughtOf(events: readonly ResolvedEvent[], before: Bought): Bought {
  const bought = new Map(before);
  for (const { kind, item, at } of events) {
    if (kind === "purchase") bought.set(item, at);
    if (kind === "refund") bought.delete(item);
  }
  return bought;
}

function wearyOf(events: readonly ResolvedEvent[], now: number): Map<ItemIndex, number> {
  const sights = new Map<ItemIndex, number>();
  for (const event of events) {
    if (isAct(event)) sights.delete(event.item);
    else if (event.kind === "impression" && now - event.at < FATIGUE_WINDOW_MS)
      sights.set(event.item, (sights.get(event.item) ?? 0) + 1);
  }
  return new Map([...sights].filter(([, times]) => times > PATIENCE).map(([item, times]) => [item, times - PATIENCE]));
}
