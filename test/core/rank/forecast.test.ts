import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ForecastHorizon } from "../../../src/core/bridge/protocol.ts";
import { EMPTY_COMPACTED, fold } from "../../../src/core/event/compact.ts";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import type { EventKind } from "../../../src/core/event/kinds.ts";
import { pastOf } from "../../../src/core/rank/forecast/acts.ts";
import { decayedSums } from "../../../src/core/rank/forecast/decayed.ts";
import { FEATURES, featuresOf } from "../../../src/core/rank/forecast/features.ts";
import { forecastOf, outlookOf } from "../../../src/core/rank/forecast/forecast.ts";
import { priorOf } from "../../../src/core/rank/forecast/prior.ts";
import { BASELINE, HORIZONS, WEIGHTS } from "../../../src/core/rank/forecast/weights.ts";
import { DAY, did, MINUTE, momentAfter, NOW, outdoorProducts, outdoorShop, product, shopOf } from "./shop.ts";

const shop = outdoorShop();

/** Looks at one product a day, for so many days up to yesterday. */
const daily = (item: string, days: number): ShopEvent[] =>
  Array.from({ length: days }, (_, k) => did("view", item, (days - k) * DAY));

const shareOf = (events: readonly ShopEvent[], name: string, horizon: ForecastHorizon = "next-session"): number =>
  forecastOf(momentAfter(shop, events), horizon).categories.find((one) => one.name === name)!.share;

describe("what a forecast says of itself", () => {
  test("nobody known: the shop's popularity, and why", () => {
    const { categories, ...rest } = forecastOf(momentAfter(shop, []), "7-days");
    expect(rest).toEqual({ horizon: "7-days", basis: "baseline", sessions: 0, reason: "first-visit" });
    const prior = priorOf(shop.prepared.ranking);
    expect(categories.map(({ share }) => share)).toEqual([...prior.popular].sort((a, b) => b - a));
  });

  test.each([
    [1, "baseline"],
    [4, "baseline"],
    [5, "learned"],
    [9, "learned"],
  ] as const)("%i sessions: %s", (days, basis) => {
    expect(forecastOf(momentAfter(shop, daily("shoe-0", days)), "next-session")).toMatchObject({
      basis,
      sessions: days,
      reason: "ok",
    });
  });

  test("the baseline is the decayed past, with popularity added", () => {
    const moment = momentAfter(shop, [did("view", "shoe-0", 14 * DAY), did("purchase", "tent-1", 7 * DAY)]);
    const { prior, shares } = outlookOf(moment, "30-days");
    const evidence = new Map([
      ["Running shoes", 0.5],
      ["Tents", 3 * Math.SQRT1_2],
    ]);
    const all = BASELINE.strength + 0.5 + 3 * Math.SQRT1_2;
    prior.outcomes.forEach((category, place) => {
      const own = evidence.get(shop.prepared.ranking.categories.names[category]!) ?? 0;
      expect(shares[place]).toBeCloseTo((own + BASELINE.strength * prior.popular[place]!) / all, 12);
    });
  });
});

describe("what it follows", () => {
  const SHOES = "Sport > Running shoes";
  const SOCKS = "Sport > Socks";
  const STOVES = "Camping > Stoves";

  test.each(HORIZONS)("what was looked at again and again is likelier, and so is what goes with it (%s)", (horizon) => {
    const unknown = (name: string): number => shareOf([], name, horizon);
    const events = daily("shoe-0", 6);
    expect(shareOf(events, SHOES, horizon)).toBeGreaterThan(2 * unknown(SHOES));
    expect(shareOf(events, SOCKS, horizon) / unknown(SOCKS)).toBeGreaterThan(
      shareOf(events, STOVES, horizon) / unknown(STOVES),
    );
  });

  test("a purchase meets the need", () => {
    const looked = daily("shoe-0", 6);
    const bought = [...looked, did("purchase", "shoe-0", DAY - MINUTE)];
    expect(shareOf(bought, SHOES)).toBeLessThan(0.8 * shareOf(looked, SHOES));
  });

  test("what was long ago fades", () => {
    const old = daily("tent-0", 6).map((event) => ({ ...event, at: event.at - 120 * DAY }));
    expect(shareOf(old, "Camping > Tents")).toBeLessThan(shareOf(daily("tent-0", 6), "Camping > Tents"));
  });
});

test("what was folded away counts: the same evidence, and its days as sessions", () => {
  const events = Array.from({ length: 6 }, (_, k) => did("view", `shoe-${k}`, (6 - k) * DAY));
  const prior = priorOf(shop.prepared.ranking);
  const kept = pastOf(momentAfter(shop, events));
  const folded = pastOf(momentAfter(shop, [], fold(EMPTY_COMPACTED, events, NOW)));
  expect(folded.sessions).toBe(kept.sessions);
  expect([...decayedSums(folded.acts, prior, 7, NOW)]).toEqual([...decayedSums(kept.acts, prior, 7, NOW)]);
});

test("categories without products of their own, and products without category, are no outcomes", () => {
  const bare = shopOf([...outdoorProducts(), product("odd", "Thing of no kind")]);
  const events = [...daily("odd", 6), did("cart", "odd", MINUTE)];
  const { categories, basis } = forecastOf(momentAfter(bare, events), "next-session");
  expect(basis).toBe("learned");
  expect(categories.map(({ name }) => name).sort()).toEqual([
    "Camping > Stoves",
    "Camping > Tents",
    "Sport > Running shoes",
    "Sport > Socks",
  ]);
  expect(forecastOf(momentAfter(shopOf([product("odd", "Thing")]), daily("odd", 6)), "7-days").categories).toEqual([]);
});

test("whatever happened, it is a distribution, the same whatever the ids' order, and nothing is impossible", () => {
  const ids = outdoorProducts().map(({ id }) => id);
  const kinds: EventKind[] = ["view", "click", "dwell", "wish", "cart", "uncart", "purchase", "refund", "impression"];
  const events = fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      item: fc.constantFrom(...ids),
      ago: fc.integer({ min: -DAY, max: 400 * DAY }),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(events, fc.constantFrom(...HORIZONS), (drawn, horizon) => {
      const inTime = drawn.toSorted((a, b) => b.ago - a.ago).map(({ kind, item, ago }) => did(kind, item, ago));
      const { categories } = forecastOf(momentAfter(shop, inTime), horizon);
      const shares = categories.map(({ share }) => share);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      expect(Math.min(...shares)).toBeGreaterThan(0);
      expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    }),
    { numRuns: 150 },
  );
});

test("every feature has a weight for every horizon, and a finite value", () => {
  for (const name of FEATURES) expect(WEIGHTS[name]).toHaveLength(HORIZONS.length);
  const moment = momentAfter(shop, [
    ...daily("shoe-0", 6),
    did("purchase", "shoe-1", DAY),
    did("refund", "shoe-1", MINUTE),
  ]);
  const columns = featuresOf(moment, pastOf(moment), priorOf(shop.prepared.ranking));
  expect(columns.flatMap((column) => [...column]).every(Number.isFinite)).toBe(true);
});
