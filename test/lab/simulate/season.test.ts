import { expect, test } from "vitest";
import { SEASON_DAYS, timeOf, WARM_UP_DAYS } from "../../../lab/simulate/calendar.ts";
import { BASE } from "../../../lab/simulate/shop/device.ts";
import { historyOf } from "../../../lab/simulate/shop/history.ts";
import { packOf } from "../../../lab/simulate/shop/pack.ts";
import {
  deviceShelf,
  openSeason,
  run,
  type Season,
  settledSeason,
  shopPicks,
} from "../../../lab/simulate/shop/season.ts";
import { trueShop } from "../../../lab/simulate/truth/goods.ts";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { parseStored } from "../../../src/core/event/stored.ts";
import { PRODUCTS } from "./shop.ts";

function warmedUp(seed: number, eta: number, shoppers = 30): Season {
  const shop = trueShop(PRODUCTS, SEASON_DAYS, seed);
  const season = openSeason(shop, shoppers, { eta }, seed);
  run(season, shopPicks(shop), timeOf(-WARM_UP_DAYS), timeOf(0));
  return season;
}

function whole(seed: number, eta: number): Season {
  const season = warmedUp(seed, eta);
  const pack = packOf(
    PRODUCTS,
    historyOf(season.lives, () => 1),
  );
  run(season, deviceShelf(BASE, pack), timeOf(0), timeOf(SEASON_DAYS));
  return season;
}

const eventsOf = ({ lives }: Season): ShopEvent[] => lives.flatMap(({ events }) => events);

test("a seed gives the same season to the last event, another seed another one", () => {
  const events = eventsOf(whole(3, 1));
  expect(eventsOf(whole(3, 1))).toEqual(events);
  expect(eventsOf(whole(4, 1))).not.toEqual(events);
});

test("a season speaks the product's own vocabulary, in time order, and uses all of it that a shop sees", () => {
  const { lives } = whole(3, 1);
  const kinds = new Set<string>();
  for (const { events } of lives) {
    events.forEach((event, index) => {
      kinds.add(event.kind);
      expect(parseStored(event)).toEqual(event);
      expect(event.at).toBeGreaterThanOrEqual(events[index - 1]?.at ?? 0);
    });
  }
  expect([...kinds].sort()).toEqual(
    ["cart", "click", "dwell", "impression", "list", "purchase", "refund", "uncart", "view"].sort(),
  );
});

test("every click names the list it was made on, and the place its product had there", () => {
  const { lives } = whole(3, 1);
  let clicks = 0;
  for (const { events } of lives) {
    const lists = new Map(
      events.flatMap((event) => (event.kind === "list" ? [[event.placement!.request, event]] : [])),
    );
    for (const { kind, item, placement } of events) {
      if (kind !== "click" && kind !== "impression") continue;
      const list = lists.get(placement!.request)!;
      expect(list.items![placement!.slot!]).toBe(item);
      expect(list.placement!.policy).toBe(placement!.policy);
      if (kind === "click") clicks++;
    }
  }
  expect(clicks).toBeGreaterThan(50);
});

test("a settled crowd has needs and has bought things, of which nothing is recorded", () => {
  const shop = trueShop(PRODUCTS, SEASON_DAYS, 3);
  const clicks = { eta: 1 };
  const enough = ({ lives }: Season): number =>
    lives.reduce((sum, { needs }) => sum + shop.categories.reduce((most, _, k) => most + needs.enough(k), 0), 0);
  const settled = settledSeason(shop, 60, clicks, 3);
  expect(eventsOf(settled)).toEqual([]);
  const before = enough(settled);
  expect(before).toBeGreaterThan(60);
  // From here on it changes little, where a crowd that begins comes to several times as much.
  run(settled, shopPicks(shop), timeOf(-WARM_UP_DAYS), timeOf(0));
  expect(enough(settled) / before).toBeGreaterThan(0.8);
  expect(enough(settled) / before).toBeLessThan(1.25);
  for (const { at } of eventsOf(settled)) expect(at).toBeGreaterThanOrEqual(timeOf(-WARM_UP_DAYS));
});

/** Clicks on each slot of shelves that anybody may get, a list. */
function clickRates(eta: number): number[] {
  const rates = new Array<number>(10).fill(0);
  for (const seed of [1, 2, 3]) {
    const events = eventsOf(warmedUp(seed, eta, 400));
    const lists = events.filter(({ kind }) => kind === "list").length;
    for (const { kind, placement } of events) if (kind === "click") rates[placement!.slot!]! += 1 / (3 * lists);
  }
  return rates;
}

test("position bias is the one that was asked for", () => {
  const [none, strong] = [clickRates(0), clickRates(1)];
  const upper = (rates: readonly number[]): number => rates.slice(0, 2).reduce((sum, rate) => sum + rate, 0);
  const lower = (rates: readonly number[]): number => rates.slice(5).reduce((sum, rate) => sum + rate, 0);
  // Without bias two slots of ten get two fifths of what the last five get; with it (1 + 1/2) / (1/6 + ... + 1/10).
  expect(upper(none) / lower(none)).toBeGreaterThan(0.4 * 0.8);
  expect(upper(none) / lower(none)).toBeLessThan(0.4 * 1.25);
  expect(upper(strong) / lower(strong)).toBeGreaterThan(2.323 * 0.7);
  expect(upper(strong) / lower(strong)).toBeLessThan(2.323 * 1.4);
});

test("a purchase meets the need: what is liked of its category falls", () => {
  const shop = trueShop(PRODUCTS, SEASON_DAYS, 7);
  const { lives } = openSeason(shop, 40, { eta: 1 }, 7);
  for (const life of lives) {
    life.passTo(timeOf(10));
    const [needed] = life.needs.open();
    if (needed === undefined) continue;
    const good = shop.goods[shop.categories[needed]!.goods[0]!]!;
    const before = life.preference(timeOf(10)).attraction(good);
    life.needs.meet(needed);
    expect(life.preference(timeOf(10)).attraction(good)).toBeLessThan(before / 2);
  }
});
