import type { ItemIndex } from "../brands.ts";
import type { ShopEvent } from "../event/event.ts";
import type { Resolve, StandIns } from "./matched.ts";
import type { ResolvedEvent } from "./touches.ts";

/** Products that the catalogue does not know and that are known by their titles: the latest. */
const MAX_UNLISTED = 50;

/**
 * What stands in for the products that the catalogue does not know and whose titles the events tell.
 * @param alike The product that a title is most like; undefined where none is.
 */
export function standInsOf(
  resolve: Resolve,
  events: readonly ShopEvent[],
  alike: (title: string) => ItemIndex | undefined,
): StandIns {
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
