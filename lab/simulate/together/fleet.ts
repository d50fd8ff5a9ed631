import { EMPTY_COMPACTED } from "../../../src/core/event/compact.ts";
import { choicesOf, pastOf, SHARED_PROPENSITY } from "../../../src/core/rank/tuning/lists.ts";
import { beside } from "../../../src/core/rank/tuning/shared.ts";
import { shownLists } from "../../../src/core/rank/tuning/shown.ts";
import { type ReadyList, readyLists } from "../../../src/core/rank/tuning/update.ts";
import { ARMS, type Arm, weighedIn } from "../arms.ts";
import type { ClickModel } from "../clicks.ts";
import { shelvesOf } from "../shop/explored.ts";
import { Life } from "../shop/life.ts";
import type { Opened } from "../tuning/shop.ts";

export interface Crowd {
  readonly shoppers: number;
  readonly clicks: ClickModel;
  /** No two crowds with the same are different people. */
  readonly seed: number;
  readonly onShare: (share: number) => void;
}

/** The shoppers of a crowd, before anything of their season has happened. */
export function* livesOf({ shop }: Opened, { shoppers, seed, onShare }: Crowd): Generator<Life> {
  for (let number = 0; number < shoppers; number++) {
    onShare(number / shoppers);
    yield new Life(shop, number, seed);
  }
}

/** What each device that has chosen anything learns from, as it reports it: choices as sharp as they are by these weights. */
export type Fleet = Readonly<Record<Arm, readonly (readonly ReadyList[])[]>>;

/** A crowd that lives through the season in front of shelves that the shipped ranking makes. */
export function fleetOf(opened: Opened, crowd: Crowd): Fleet {
  const { shop, pack } = opened;
  const fleet: Record<Arm, (readonly ReadyList[])[]> = { debiased: [], naive: [] };
  for (const life of livesOf(opened, crowd)) {
    for (const { see } of shelvesOf(shop, pack, life, crowd)) see();
    const past = pastOf(pack, life.events, EMPTY_COMPACTED);
    const chosen = shownLists(life.events).flatMap((shown) => choicesOf(past, shown, SHARED_PROPENSITY));
    if (chosen.length === 0) continue;
    const lists = beside(pack.learned?.head, chosen);
    for (const arm of ARMS) fleet[arm].push(readyLists(weighedIn(arm, lists)));
  }
  return fleet;
}
