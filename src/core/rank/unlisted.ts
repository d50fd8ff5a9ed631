import type { ItemIndex } from "../brands.ts";
import type { ShopEvent } from "../event/event.ts";
import { EVENT_KINDS } from "../event/kinds.ts";
import type { Steps } from "../steps.ts";
import type { Resolve } from "./matched.ts";
import type { Shopper } from "./shopper.ts";
import type { Unlisted } from "./touches.ts";

/** Products that the catalogue does not know and that are known by their titles: the latest. */
const MAX_UNLISTED = 50;

interface StandIn {
  readonly item: ItemIndex | undefined;
  readonly like: Unlisted;
}

/**
 * The same shopper who also did something with products that the catalogue does not know and whose titles the events tell: what each is most
 * like, by its title, or else by its category, stands in for it, as something of interest and not as anything seen, bought or put in the cart.
 * @param events In the order in which they happened.
 * @param alike The id of the product that a title, or a category's path, is most like; empty where none is.
 */
export function* withUnlisted(
  shopper: Shopper,
  resolve: Resolve,
  events: readonly ShopEvent[],
  alike: (title: string) => Steps<string>,
  now: number,
): Steps<Shopper> {
  const standIns = new Map<string, StandIn>();
  for (let k = events.length - 1; k >= 0 && standIns.size < MAX_UNLISTED; k--) {
    const { item: id, title, category = "" } = events[k]!;
    if (id === undefined || title === undefined || standIns.has(id) || resolve(id) !== undefined) continue;
    const item = resolve(yield* alike(title)) ?? resolve(yield* byCategory(category, alike));
    standIns.set(id, { item, like: { id, title } });
  }
  if (standIns.size === 0) return shopper;
  const acts = events.flatMap(({ item: id = "", kind, at }) => {
    const { item, like } = standIns.get(id) ?? {};
    return item === undefined || EVENT_KINDS[kind].weight === 0 ? [] : { item, like, kind, at: Math.min(at, now) };
  });
  return { ...shopper, events: [...shopper.events, ...acts].sort((a, b) => a.at - b.at) };
}

/**
 * By the lowest level of which the catalogue has the like, "Tents" of "Camping > Tents > Sale", and those above it, which tell which. The top of
 * several, "Home" of "Home > Sale", says nothing alone.
 */
function* byCategory(path: string, alike: (text: string) => Steps<string>): Steps<string> {
  const levels = path.split(">");
  do {
    const lowest = yield* alike(levels.at(-1)!);
    if (lowest) return (yield* alike(levels.join(">"))) || lowest;
    levels.pop();
  } while (levels.length > 1);
  return "";
}
