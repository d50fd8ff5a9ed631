import type { ItemIndex } from "../brands.ts";
import { type Compacted, type CompactedItem, weightAt } from "../event/compact.ts";
import { type Bought, purchaseWithin, type Touch } from "./touches.ts";

/** What compaction kept of a product that the catalogue has. */
export interface Folded {
  readonly item: ItemIndex;
  readonly kept: CompactedItem;
}

export function foldedOf(resolve: (id: string) => ItemIndex | undefined, compacted: Compacted): Folded[] {
  return Object.entries(compacted.items).flatMap(([id, kept]) => {
    const item = resolve(id);
    return item === undefined ? [] : [{ item, kept }];
  });
}

/**
 * Purchases of the folded past, by whichever of a product's ids, without those given back by whichever other. One dated
 * later than now (the clock was set back since) was made now.
 */
export function boughtBefore(folded: readonly Folded[], now: number): Bought {
  const bought = new Map<ItemIndex, number>();
  for (const { item, kept } of folded) {
    if (kept.purchasedMs !== undefined) bought.set(item, Math.max(bought.get(item) ?? 0, kept.purchasedMs));
  }
  for (const { item, kept } of folded) {
    if (kept.refundedMs !== undefined && kept.refundedMs >= (bought.get(item) ?? Infinity)) bought.delete(item);
  }
  return new Map([...bought].map(([item, at]) => [item, Math.min(at, now)]));
}

/** Strongest first, each with its weight as of its own time: what has faded since is not taken off twice. */
export function rememberedOf(folded: readonly Folded[], bought: Bought, now: number): Touch[] {
  const strength = ({ kept }: Folded): number => Math.abs(weightAt(kept, now));
  const strongest = folded.toSorted((a, b) => strength(b) - strength(a) || a.item - b.item);
  return strongest.map(({ item, kept }): Touch => {
    const from = Math.min(kept.firstMs, now);
    const at = Math.min(kept.lastMs, now);
    const purchase = purchaseWithin(bought, item, from, at);
    return {
      item,
      weight: kept.weight,
      from,
      at,
      ...purchase,
      kind: purchase.boughtAt === undefined ? "view" : "purchase",
    };
  });
}
