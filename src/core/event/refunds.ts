import type { ShopEvent } from "./event.ts";

/**
 * A refund that names its transaction alone becomes one of each product that was bought in it, as far as that is among
 * `earlier` or before it in `events`; otherwise it stays as it is. To be done before events are kept: what old purchases
 * fold into no longer knows their transactions.
 */
export function itemised(events: readonly ShopEvent[], earlier: Iterable<ShopEvent>): readonly ShopEvent[] {
  const bought = new Map<string, ShopEvent[]>();
  const note = (event: ShopEvent): void => {
    if (event.kind !== "purchase" || event.transaction === undefined) return;
    bought.set(event.transaction, [...(bought.get(event.transaction) ?? []), event]);
  };
  for (const event of earlier) note(event);
  return events.flatMap((event) => {
    note(event);
    if (event.kind !== "refund" || event.item !== undefined) return event;
    const purchases = bought.get(event.transaction ?? "") ?? [];
    return purchases.length > 0 ? purchases.map((purchase) => ({ ...purchase, ...event })) : event;
  });
}
