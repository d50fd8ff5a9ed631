import type { ItemIndex } from "../brands.ts";
import type { ShopEvent } from "../event/event.ts";
import { EVENT_KINDS } from "../event/kinds.ts";
import type { Resolve } from "./matched.ts";
import type { Shopper } from "./shopper.ts";
import type { ResolvedEvent } from "./touches.ts";

/** Products that the catalogue does not know and that are known by their titles: the latest. */
const MAX_UNLISTED = 50;

/**
 * The same shopper who also did something with products that the catalogue does not know and whose titles the events tell: what each is most
 * like stands in for it, as something of interest and not as anything seen, bought or put in the cart.
 * @param events In the order in which they happened.
 * @param alike The product that a title is most like; undefined where none is.
 */
export function withUnlisted(
  shopper: Shopper,
  resolve: Resolve,
  events: readonly ShopEvent[],
  alike: (title: string) => ItemIndex | undefined,
  now: number,
): Shopper {
  const standIns = standInsOf(resolve, events, alike);
  if (standIns.size === 0) return shopper;
  const acts = events.flatMap(({ item = "", kind, at }) => {
    const standIn = EVENT_KINDS[kind].weight === 0 ? undefined : standIns.get(item);
    return standIn === undefined ? [] : { ...standIn, kind, at: Math.min(at, now) };
  });
  return { ...shopper, events: [...shopper.events, ...acts].sort((a, b) => a.at - b.at) };
}

function standInsOf(
  resolve: Resolve,
  events: readonly ShopEvent[],
  alike: (title: string) => ItemIndex | undefined,
): Map<string, Pick<ResolvedEvent, "item" | "like">> {
  const found = new Map<string, Pick<ResolvedEvent, "item" | "like">>();
  const asked = new Set<string>();
  for (let k = events.length - 1; k >= 0 && asked.size < MAX_UNLISTED; k--) {
    const { item: id, title } = events[k]!;
    if (id === undefined || title === undefined || asked.has(id) || resolve(id) !== undefined) continue;
    asked.add(id);
    const item = alike(title);
    if (item !== undefined) found.set(id, { item, like: { id, title } });
  }
  return found;
}
