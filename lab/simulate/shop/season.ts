import type { Prepared } from "../../../src/core/rank/prepared.ts";
import { shuffled } from "../../../src/core/shuffled.ts";
import type { Random } from "../../random.ts";
import { sampleOf } from "../../random.ts";
import { dayOf, SETTLING_DAYS, timeOf, WARM_UP_DAYS } from "../calendar.ts";
import type { ClickModel } from "../clicks.ts";
import { streamOf } from "../draw.ts";
import { isOnSale, type TrueShop } from "../truth/goods.ts";
import { type Learner, type Ranker, SHELF_SIZE } from "./device.ts";
import { Life } from "./life.ts";
import { Visit } from "./visit.ts";

/** A shop with its shoppers, at some moment of the season. */
export interface Season {
  readonly shop: TrueShop;
  readonly clicks: ClickModel;
  readonly lives: readonly Life[];
  readonly seed: number;
}

/** @param fromDay When its shoppers begin, with no need and nothing bought. */
export function openSeason(
  shop: TrueShop,
  shoppers: number,
  clicks: ClickModel,
  seed: number,
  fromDay: number = -WARM_UP_DAYS,
): Season {
  const lives = Array.from({ length: shoppers }, (_, number) => new Life(shop, number, seed, fromDay));
  return { shop, clicks, lives, seed };
}

/**
 * The same with a crowd that has lived for half a year of which nothing is recorded. Whoever begins with no need and nothing bought has more of both
 * from month to month, and is attracted by less: so much changes by itself that little else can be seen.
 */
export function settledSeason(shop: TrueShop, shoppers: number, clicks: ClickModel, seed: number): Season {
  const fromDay = -WARM_UP_DAYS - SETTLING_DAYS;
  const season = openSeason(shop, shoppers, clicks, seed, fromDay);
  run(season, shopPicks(shop), timeOf(fromDay), timeOf(-WARM_UP_DAYS));
  for (const life of season.lives) life.forget();
  return season;
}

/** Who orders the shelf: the shop, with picks that anybody may get, or a ranking on each device. */
export interface Shelf {
  readonly policy: string;
  order(life: Life, at: number, random: Random): readonly string[];
}

/** Every visit from one time to before another, shopper by shopper: they know nothing of each other. */
export function run({ shop, clicks, lives, seed }: Season, shelf: Shelf, fromMs: number, toMs: number): void {
  for (const life of lives) {
    life.visits.forEach((at, number) => {
      if (at < fromMs || at >= toMs) return;
      life.passTo(at);
      const random = streamOf(seed, 5, life.shopper.number, number);
      const items = shelf.order(life, at, streamOf(seed, 6, life.shopper.number, number));
      const request = `${life.shopper.number}-${number}`;
      new Visit(shop, life, at, random).run({ items, request, policy: shelf.policy }, clicks);
    });
    life.passTo(toMs);
  }
}

/** The shop's own shelf before it has a ranking: ten products, drawn anew for everybody. */
export function shopPicks(shop: TrueShop): Shelf {
  return {
    policy: "shop",
    order: (_, at, random) => {
      const open = onSale(shop, dayOf(at));
      return shuffled(sampleOf(open.length, SHELF_SIZE, random), random.next).map((place) => open[place]!);
    },
  };
}

/** Each device learns once, when its shopper comes for the first time with this pack. */
export function deviceShelf(learner: Learner, pack: Prepared): Shelf {
  const rankerOf = rankers(learner, pack);
  return { policy: learner.policy, order: (life, at) => rankerOf(life)(life.events, at) };
}

export function rankers(learner: Learner, pack: Prepared): (life: Life) => Ranker {
  const known = new Map<Life, Ranker>();
  return (life) => {
    const ranker = known.get(life) ?? learner.learn(pack, life.events);
    known.set(life, ranker);
    return ranker;
  };
}

export function onSale({ goods }: TrueShop, day: number): string[] {
  return goods.filter((good) => isOnSale(good, day)).map(({ product }) => product.id);
}
