import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { isPersonal } from "../../../src/core/rank/moment.ts";
import { profileOf } from "../../../src/core/rank/profile.ts";
import { DAY, did, MINUTE, momentAfter, outdoorShop } from "./shop.ts";

const shop = outdoorShop();
const touchesAfter = (events: readonly ShopEvent[]) =>
  momentAfter(shop, events).interest.sources.map(({ touch }) => ({
    id: shop.prepared.aliases.idOf(touch.item),
    kind: touch.kind,
    weight: touch.weight,
    agoMinutes: (momentAfter(shop, []).now - touch.at) / MINUTE,
  }));
const stay = (id: string, agoMs: number, dwellMs: number): ShopEvent => did("dwell", id, agoMs, { dwellMs });

describe("visible time", () => {
  test("counts for nothing where the product was never opened: a card was scrolled past", () => {
    const cards = [stay("tent-0", 3 * MINUTE, 90_000), stay("tent-1", 2 * MINUTE, 3_000)];
    const moment = momentAfter(shop, cards);
    expect(isPersonal(moment)).toBe(false);
    expect(profileOf(moment).recent).toEqual([]);
    const clicked = [did("click", "shoe-0", 5 * MINUTE), did("view", "shoe-0", 4 * MINUTE)];
    expect(touchesAfter([...clicked, ...cards])).toEqual(touchesAfter(clicked));
  });

  test("adds to the product's last touch, however many cards come between, and does not renew it", () => {
    const visit = [
      did("view", "shoe-0", DAY),
      did("view", "shoe-1", 5 * MINUTE),
      did("view", "shoe-0", 4 * MINUTE),
      did("view", "sock-0", 3 * MINUTE),
      stay("shoe-1", 2 * MINUTE, 0),
      stay("tent-0", 2 * MINUTE, 9_000),
      stay("shoe-0", MINUTE, 30_000),
      did("cart", "sock-0", 1),
    ];
    expect(touchesAfter(visit)).toEqual([
      { id: "sock-0", kind: "cart", weight: 4, agoMinutes: 1 / MINUTE },
      { id: "shoe-0", kind: "view", weight: 2, agoMinutes: 4 },
      { id: "shoe-1", kind: "view", weight: 1, agoMinutes: 5 },
      { id: "shoe-0", kind: "view", weight: 1, agoMinutes: 1_440 },
    ]);
  });

  test("has diminishing returns, and is bounded with the rest of the touch", () => {
    const weight = (dwellMs: number): number =>
      touchesAfter([did("view", "shoe-0", MINUTE), stay("shoe-0", 1, dwellMs)])[0]!.weight;
    fc.assert(
      fc.property(fc.nat(600_000), (dwellMs) => {
        expect(weight(dwellMs)).toBeGreaterThanOrEqual(1);
        expect(weight(2 * dwellMs) - weight(dwellMs)).toBeLessThanOrEqual(1);
        expect(weight(dwellMs)).toBeLessThanOrEqual(6);
      }),
    );
  });

  test("does not take weariness back", () => {
    const sights = Array.from({ length: 6 }, (_, k) => did("impression", "sock-1", (10 - k) * MINUTE));
    const fatigue = (events: readonly ShopEvent[]) =>
      momentAfter(shop, events).scores.partsOf(shop.index("sock-1")).fatigue;
    expect(fatigue(sights)).toBeLessThan(0);
    expect(fatigue([...sights, stay("sock-1", MINUTE, 5_000)])).toBe(fatigue(sights));
  });
});
