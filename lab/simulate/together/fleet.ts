import { EMPTY_COMPACTED } from "../../../src/core/event/compact.ts";
import type { Moment } from "../../../src/core/rank/moment.ts";
import { choicesOf, type Propensity, pastOf, SHARED_PROPENSITY } from "../../../src/core/rank/tuning/lists.ts";
import { beside } from "../../../src/core/rank/tuning/shared.ts";
import { shownLists } from "../../../src/core/rank/tuning/shown.ts";
import { type ReadyList, readyLists } from "../../../src/core/rank/tuning/update.ts";
import { ARMS, type Arm, NAIVE } from "../arms.ts";
import { timeOf } from "../calendar.ts";
import type { ClickModel } from "../clicks.ts";
import { streamOf } from "../draw.ts";
import { momentsOf } from "../shop/device.ts";
import { EXPLORING, exploring, shelf } from "../shop/explored.ts";
import { Life } from "../shop/life.ts";
import { Visit } from "../shop/visit.ts";
import type { Opened } from "../tuning/shop.ts";

const PROPENSITIES: Readonly<Record<Arm, Propensity>> = { debiased: SHARED_PROPENSITY, naive: NAIVE };

export interface Crowd {
  readonly shoppers: number;
  readonly clicks: ClickModel;
  /** No two crowds with the same are different people. */
  readonly seed: number;
  readonly onShare: (share: number) => void;
}

/** Shoppers live through the season in front of shelves that the shipped ranking makes; `asked` hears of each before it is looked at. */
export function live(
  { shop, pack }: Opened,
  { shoppers, clicks, seed, onShare }: Crowd,
  asked: (life: Life, at: number, moment: Moment, list: readonly string[]) => void,
  ended: (life: Life) => void,
): void {
  const momentAt = momentsOf(pack);
  for (let number = 0; number < shoppers; number++) {
    onShare(number / shoppers);
    const life = new Life(shop, number, seed);
    const chance = streamOf(seed, EXPLORING, number);
    for (const [visit, at] of life.visits.entries()) {
      if (at < timeOf(0)) continue;
      life.passTo(at);
      const moment = momentAt(life.events, at);
      const list = shelf(moment);
      asked(life, at, moment, list);
      const shown = { ...exploring(moment, list, chance), request: `${number}-${visit}` };
      new Visit(shop, life, at, streamOf(seed, 5, number, visit)).run(shown, clicks);
    }
    ended(life);
  }
}

/** What each device that has chosen anything learns from, as it reports it: choices as sharp as they are by these weights. */
export type Fleet = Readonly<Record<Arm, readonly (readonly ReadyList[])[]>>;

export function fleetOf(opened: Opened, crowd: Crowd): Fleet {
  const fleet = { debiased: [] as (readonly ReadyList[])[], naive: [] as (readonly ReadyList[])[] };
  live(
    opened,
    crowd,
    () => {},
    ({ events }) => {
      const past = pastOf(opened.pack, events, EMPTY_COMPACTED);
      const shown = shownLists(events);
      for (const arm of ARMS) {
        const lists = shown.flatMap((one) => choicesOf(past, one, PROPENSITIES[arm]));
        if (lists.length > 0) fleet[arm].push(readyLists(beside(opened.pack.learned?.head, lists)));
      }
    },
  );
  return fleet;
}
