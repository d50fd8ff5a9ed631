import type { Product } from "../../../compiler/product.ts";
import type { ForecastHorizon } from "../../../src/core/bridge/protocol.ts";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { type Past, pastOf } from "../../../src/core/rank/forecast/acts.ts";
import { type Prior, priorOf } from "../../../src/core/rank/forecast/prior.ts";
import { HORIZONS } from "../../../src/core/rank/forecast/weights.ts";
import type { Moment } from "../../../src/core/rank/moment.ts";
import { POLICY } from "../../../src/core/rank/policy.ts";
import type { Prepared } from "../../../src/core/rank/prepared.ts";
import { DAY_MS } from "../../../src/core/time.ts";
import { dayOf, SEASON_DAYS, timeOf, WARM_UP_DAYS } from "../calendar.ts";
import type { ClickModel } from "../clicks.ts";
import { type Learner, momentsOf } from "../shop/device.ts";
import { historyOf } from "../shop/history.ts";
import type { Life } from "../shop/life.ts";
import { packOf } from "../shop/pack.ts";
import { inversePropensity } from "../shop/propensity.ts";
import { deviceShelf, onSale, openSeason, run, type Season, shopPicks } from "../shop/season.ts";
import { type TrueShop, trueShop } from "../truth/goods.ts";
import type { Habits } from "../truth/habits.ts";

/** One device looked at at one moment, and what then came. */
export interface Case<T> {
  readonly shopper: number;
  readonly now: number;
  readonly past: Past;
  readonly prior: Prior;
  /** The category of each outcome, as a number that means the same in every week's pack. */
  readonly classOf: readonly number[];
  /** What was wanted of the moment, which is too large to be kept. */
  readonly seen: T;
  /** Shares of the views by outcome; absent where nothing was looked at within the horizon. */
  readonly came: Readonly<Partial<Record<ForecastHorizon, Float64Array>>>;
}

export interface CasesOptions {
  readonly learner: Learner;
  readonly shoppers: number;
  readonly clicks: ClickModel;
  readonly habits: Habits;
  readonly seed: number;
  readonly onProgress: (stage: string, share: number) => void;
}

/** Nightly builds are weekly here, and forecasts are asked for after each of the first weeks: the last leaves 30 days to come. */
const WEEKS = SEASON_DAYS / 7;
const LAST_ASKED = 7;

export function forecastCases<T>(
  products: readonly Product[],
  options: CasesOptions,
  see: (moment: Moment, past: Past, prior: Prior) => T,
): Case<T>[] {
  const { learner, shoppers, clicks, habits, seed, onProgress } = options;
  const shop = trueShop(products, SEASON_DAYS, seed, habits);
  const season = openSeason(shop, shoppers, clicks, seed);
  run(season, shopPicks(shop), timeOf(-WARM_UP_DAYS), timeOf(0));
  const asked: { readonly life: Life; readonly found: Omit<Case<T>, "came"> }[] = [];
  for (let week = 0; week < WEEKS; week++) {
    const pack = weeklyPack(season, timeOf(7 * week));
    const at = timeOf(7 * (week + 1));
    run(season, deviceShelf(learner, pack), timeOf(7 * week), at);
    onProgress("forecast, a season", week / WEEKS);
    if (week >= LAST_ASKED) continue;
    const momentAt = momentsOf(pack);
    const prior = priorOf(pack.ranking);
    const classOf = classesOf(shop, pack, prior);
    for (const life of season.lives) {
      const moment = momentAt(life.events, at);
      const past = pastOf(moment);
      const found = { shopper: life.shopper.number, now: at, past, prior, classOf, seen: see(moment, past, prior) };
      asked.push({ life, found });
    }
  }
  return asked.map(({ life, found }) => ({ ...found, came: cameAfter(shop, life.events, found) }));
}

function weeklyPack(season: Season, at: number): Prepared {
  const ids = new Set(onSale(season.shop, dayOf(at)));
  const products = season.shop.goods.flatMap(({ product }) => (ids.has(product.id) ? [product] : []));
  return packOf(products, historyOf(season.lives, inversePropensity(season.lives, season.clicks)));
}

function classesOf({ goods }: TrueShop, { ranking, aliases }: Prepared, prior: Prior): number[] {
  const classes = new Array<number>(prior.outcomes.length);
  for (const { product, category } of goods) {
    const item = aliases.resolve(product.id);
    const own = item === undefined ? 0 : ranking.categoryOf[item]!;
    if (own > 0) classes[prior.placeOf[own - 1]!] = category;
  }
  return classes;
}

/** Products that arrived since are of a category that the pack knows by others. */
function cameAfter(
  { goods, numberOf }: TrueShop,
  events: readonly ShopEvent[],
  { now, classOf }: Pick<Case<unknown>, "now" | "classOf">,
): Case<unknown>["came"] {
  const placeOf = ({ item }: ShopEvent): number[] => {
    const place = classOf.indexOf(goods[numberOf.get(item ?? "")!]!.category);
    return place < 0 ? [] : [place];
  };
  const views = events.filter((event) => event.kind === "view" && event.at > now);
  const ends: Readonly<Record<ForecastHorizon, number>> = {
    "next-session": sessionEnd(views),
    "7-days": now + 7 * DAY_MS,
    "30-days": now + 30 * DAY_MS,
  };
  return Object.fromEntries(
    HORIZONS.flatMap((horizon) => {
      const places = views.flatMap((event) => (event.at <= ends[horizon] ? placeOf(event) : []));
      return places.length === 0 ? [] : [[horizon, sharesOf(places, classOf.length)]];
    }),
  );
}

function sharesOf(places: readonly number[], outcomes: number): Float64Array {
  const shares = new Float64Array(outcomes);
  for (const place of places) shares[place]! += 1 / places.length;
  return shares;
}

function sessionEnd(views: readonly ShopEvent[]): number {
  let end = views[0]?.at ?? 0;
  for (const { at } of views) if (at - end <= POLICY.sessionGapMs) end = at;
  return end;
}
