import type { Compacted } from "../../src/core/event/compact.ts";
import type { ShopEvent } from "../../src/core/event/event.ts";
import type { Prepared } from "../../src/core/rank/prepared.ts";
import { type ChoiceList, choicesOf, type Propensity, pastOf } from "../../src/core/rank/tuning/lists.ts";
import { shownLists } from "../../src/core/rank/tuning/shown.ts";

/**
 * What was chosen from ranked lists, oldest first, as this shopper was known then. `events` in the order in which they happened; `compacted` what
 * came before them; `pause` is awaited between lists. The newest lists are seen first: those that are left once it `isOver` are left out.
 */
export async function choices(
  prepared: Prepared,
  events: readonly ShopEvent[],
  compacted: Compacted,
  propensity: Propensity,
  pause: () => Promise<void>,
  isOver: () => boolean = () => false,
): Promise<readonly ChoiceList[]> {
  const past = pastOf(prepared, events, compacted);
  const newestFirst: (readonly ChoiceList[])[] = [];
  for (const shown of shownLists(events).reverse()) {
    if (isOver()) break;
    newestFirst.push(choicesOf(past, shown, propensity));
    await pause();
  }
  return newestFirst.reverse().flat();
}
