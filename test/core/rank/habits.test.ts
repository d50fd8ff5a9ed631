import { describe, expect, test } from "vitest";
import { untimed } from "../../../compiler/train/stays.ts";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { habitOf, WEEK_MS } from "../../../src/core/rank/habits.ts";
import { interestOf } from "../../../src/core/rank/interest.ts";
import { touchesOf } from "../../../src/core/rank/touches.ts";
import { DAY, did, MINUTE, momentAfter, NOW, outdoorShop } from "./shop.ts";

const shop = outdoorShop();
const HOUR = 60 * MINUTE;
const categoryOf = (id: string): number => shop.prepared.ranking.categoryOf[shop.index(id)]!;
const SHOE = categoryOf("shoe-0");
const TENT = categoryOf("tent-0");

/** Looks at two of a kind, some time ago. */
const visit = (kind: "shoe" | "tent", agoMs: number): ShopEvent[] => [
  did("view", `${kind}-0`, agoMs),
  did("view", `${kind}-1`, agoMs - MINUTE),
];
/** On twelve days shoes at this hour, tents half a day off. */
const DAILY = Array.from({ length: 12 }, (_, day) => [
  ...visit("tent", (12 - day) * DAY + 12 * HOUR),
  ...visit("shoe", (12 - day) * DAY),
]).flat();
const interestAfter = (events: readonly ShopEvent[]) => momentAfter(shop, events).interest;

describe("habits", () => {
  test("tell what is turned to at this hour, and at others", () => {
    const hour = habitOf(shop.prepared, interestAfter(DAILY), DAY);
    expect(hour(SHOE)).toBeGreaterThan(0.3);
    expect(hour(TENT)).toBeCloseTo(-hour(SHOE), 6);
    const later = interestAfter(DAILY.map((event) => ({ ...event, at: event.at - 12 * HOUR })));
    expect(habitOf(shop.prepared, later, DAY)(TENT)).toBeGreaterThan(0.3);
    // Every hour is met on every day of the week.
    expect(Math.abs(habitOf(shop.prepared, interestAfter(DAILY), WEEK_MS)(SHOE))).toBeLessThan(0.06);
  });

  test("tell what is turned to on this day of the week", () => {
    const weekly = Array.from({ length: 8 }, (_, week) => [
      ...visit("tent", (8 - week) * WEEK_MS + 3 * DAY),
      ...visit("shoe", (8 - week) * WEEK_MS),
    ]).flat();
    expect(habitOf(shop.prepared, interestAfter(weekly), WEEK_MS)(SHOE)).toBeGreaterThan(0.3);
    expect(Math.abs(habitOf(shop.prepared, interestAfter(weekly), DAY)(SHOE))).toBeLessThan(1e-6);
  });

  test("are of earlier sessions alone, and doubted where little is known", () => {
    const now = [...DAILY, ...visit("tent", 5 * MINUTE)];
    const hour = habitOf(shop.prepared, interestAfter(DAILY), DAY);
    expect(habitOf(shop.prepared, interestAfter(now), DAY)(TENT)).toBeCloseTo(hour(TENT), 3);
    const once = habitOf(shop.prepared, interestAfter(DAILY.slice(-6)), DAY);
    expect(once(SHOE)).toBeGreaterThan(0);
    expect(once(SHOE)).toBeLessThan(hour(SHOE) / 2);
  });

  test("are none where nothing is known, or times are made up", () => {
    expect(habitOf(shop.prepared, interestAfter([]), DAY)(SHOE)).toBe(0);
    const { events } = momentAfter(shop, DAILY).shopper;
    const interest = interestOf(shop.prepared, untimed(touchesOf(events)), [], NOW);
    expect(habitOf(shop.prepared, interest, DAY)(SHOE)).toBe(0);
  });
});
