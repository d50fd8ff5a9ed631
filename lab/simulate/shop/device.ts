import type { ItemIndex } from "../../../src/core/brands.ts";
import { EMPTY_COMPACTED } from "../../../src/core/event/compact.ts";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { learnedSteps } from "../../../src/core/rank/learned.ts";
import type { Resolve } from "../../../src/core/rank/matched.ts";
import { type Moment, momentOf } from "../../../src/core/rank/moment.ts";
import type { Prepared } from "../../../src/core/rank/prepared.ts";
import { rank } from "../../../src/core/rank/rank.ts";
import { shopperOf } from "../../../src/core/rank/shopper.ts";

export const SHELF = "for-you";
export const SHELF_SIZE = 10;

/** Orders a shelf for one shopper, from what their device has recorded. */
export type Ranker = (events: readonly ShopEvent[], now: number) => readonly string[];

/**
 * How a shopper's device comes to a ranking of its own, from the pack and from what it recorded until then. What the shop ships
 * learns nothing, and is the same for every device; local training is another learner. Experiments take any.
 */
export interface Learner {
  /** Kept with what is shown. */
  readonly policy: string;
  learn(pack: Prepared, events: readonly ShopEvent[]): Ranker;
}

/** The product's own ranking, as an engine worker does it. */
export const BASE: Learner = {
  policy: "base",
  learn: (pack) => {
    const momentAt = momentsOf(pack);
    return (events, now) => {
      const { items } = rank(momentAt(events, now), { n: SHELF_SIZE, slot: SHELF }, () => undefined);
      return items.map(({ id }) => id);
    };
  },
};

const resolvers = new WeakMap<Prepared, Resolve>();

/** The alias table hashes each id; thousands of events name few, so each is hashed once a pack. */
function resolverOf(pack: Prepared): Resolve {
  const found = resolvers.get(pack);
  if (found !== undefined) return found;
  const known = new Map<string, ItemIndex | undefined>();
  const resolve: Resolve = (id) => {
    if (!known.has(id)) known.set(id, pack.aliases.resolve(id));
    return known.get(id);
  };
  resolvers.set(pack, resolve);
  return resolve;
}

/** What rankings are computed from, for any device that has this pack. */
export function momentsOf(pack: Prepared): (events: readonly ShopEvent[], now: number) => Moment {
  const resolve = resolverOf(pack);
  return (events, now) => {
    const shopper = shopperOf(resolve, events, EMPTY_COMPACTED, now);
    return momentOf(pack, shopper, { display: undefined, live: undefined, stock: undefined }, now, learnedSteps);
  };
}
