import type { ItemIndex } from "../../../src/core/brands.ts";
import { EMPTY_COMPACTED } from "../../../src/core/event/compact.ts";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { type Moment, momentOf } from "../../../src/core/rank/moment.ts";
import type { Prepared } from "../../../src/core/rank/prepared.ts";
import { rank } from "../../../src/core/rank/rank.ts";
import { shopperOf } from "../../../src/core/rank/shopper.ts";

export const SHELF = "for-you";
export const SHELF_SIZE = 10;

/** Orders a shelf for one shopper, from what their device has recorded. */
export type Ranker = (events: readonly ShopEvent[], now: number) => readonly string[];

/**
 * How a shopper's device comes to a ranking of its own: from what it recorded, and the pack. What the shop ships is the
 * one that learns nothing; local training is another.
 */
export interface Learner {
  readonly policy: string;
  ranker(pack: Prepared): Ranker;
}

/** The product's own ranking, as an engine worker does it. */
export const BASE: Learner = {
  policy: "base",
  ranker: (pack) => {
    const momentAt = momentsOf(pack);
    return (events, now) => {
      const { items } = rank(momentAt(events, now), { n: SHELF_SIZE, slot: SHELF }, () => undefined);
      return items.map(({ id }) => id);
    };
  },
};

/** What rankings are computed from, for any device that has this pack. */
export function momentsOf(pack: Prepared): (events: readonly ShopEvent[], now: number) => Moment {
  // The alias table hashes each id; each is hashed once.
  const known = new Map<string, ItemIndex | undefined>();
  const resolve = (id: string): ItemIndex | undefined => {
    if (!known.has(id)) known.set(id, pack.aliases.resolve(id));
    return known.get(id);
  };
  return (events, now) => {
    const shopper = shopperOf(resolve, events, EMPTY_COMPACTED, now);
    return momentOf(pack, shopper, { display: undefined, live: undefined, stock: undefined }, now);
  };
}
