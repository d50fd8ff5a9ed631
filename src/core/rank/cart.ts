import type { ItemIndex } from "../brands.ts";
import { DAY_MS } from "../time.ts";
import type { ResolvedEvent } from "./touches.ts";

/** What was put in so long ago is no longer "in your cart": the shop has emptied it, or the shopper has forgotten it. */
const KEPT_MS = 30 * DAY_MS;

export interface Cart {
  /** Products in the cart now, oldest first. */
  readonly items: readonly ItemIndex[];
  /** Removals that left some of the product in the cart: fewer of it is no rejection. */
  readonly fewer: ReadonlySet<ResolvedEvent>;
}

/** The cart as the events leave it. A quantity that is not named is 1, as in GA4; a purchase takes all of its product. */
export function cartOf(events: readonly ResolvedEvent[], now: number): Cart {
  const entries = new Map<ItemIndex, { readonly quantity: number; readonly at: number }>();
  const fewer = new Set<ResolvedEvent>();
  for (const event of events) {
    const { kind, item, quantity = 1, at } = event;
    const entry = entries.get(item);
    if (kind === "cart") entries.set(item, { quantity: (entry?.quantity ?? 0) + quantity, at });
    else if (kind === "uncart" && entry !== undefined && entry.quantity > quantity) {
      entries.set(item, { ...entry, quantity: entry.quantity - quantity });
      fewer.add(event);
    } else if (kind === "uncart" || kind === "purchase") entries.delete(item);
  }
  const items = [...entries].filter(([, { at }]) => now - at <= KEPT_MS).map(([item]) => item);
  return { items, fewer };
}
