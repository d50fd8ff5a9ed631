import { describe, expect, test } from "vitest";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { rank } from "../../../src/core/rank/rank.ts";
import { DAY, did, MINUTE, momentAfter, outdoorShop } from "./shop.ts";

const shop = outdoorShop();
const cartAfter = (...events: ShopEvent[]): string[] =>
  momentAfter(shop, events).shopper.cart.map((item) => shop.prepared.aliases.idOf(item));
const put = (agoMs: number, quantity?: number) =>
  did("cart", "shoe-0", agoMs, quantity === undefined ? {} : { quantity });
const take = (agoMs: number, quantity?: number) =>
  did("uncart", "shoe-0-42", agoMs, quantity === undefined ? {} : { quantity });

describe("the cart", () => {
  test("holds what was put in, by whichever id, until all of it is taken out or bought", () => {
    expect(cartAfter(put(9, 2), did("cart", "sock-0", 8))).toEqual(["shoe-0", "sock-0"]);
    expect(cartAfter(put(9, 2), take(8, 1))).toEqual(["shoe-0"]);
    expect(cartAfter(put(9, 2), take(8, 1), take(7, 1))).toEqual([]);
    expect(cartAfter(put(9, 2), take(8, 5), put(7))).toEqual(["shoe-0"]);
    expect(cartAfter(put(9, 2), did("purchase", "shoe-0", 8))).toEqual([]);
  });

  test("takes a quantity that is not named for one", () => {
    expect(cartAfter(put(9), put(8), take(7))).toEqual(["shoe-0"]);
    expect(cartAfter(put(9), put(8), take(7), take(6))).toEqual([]);
    expect(cartAfter(put(9), take(8))).toEqual([]);
  });

  test("is forgotten after 30 days", () => {
    const [kept, forgotten] = [29 * DAY, 31 * DAY].map((agoMs) =>
      rank(momentAfter(shop, [put(agoMs), did("view", "tent-0", 1)]), { kind: "goes-with", n: 1 }, () => undefined),
    );
    expect(kept!.items[0]!.reason.text).toBe("Goes with Swift running shoe in your cart");
    expect(forgotten!.items[0]!.reason.text).toBe("Goes with Dome tent");
  });

  test("counts one less of a product against nothing", () => {
    const weight = (...events: ShopEvent[]): number => momentAfter(shop, events).interest.sources[0]!.touch.weight;
    expect(weight(put(2 * MINUTE, 2), take(MINUTE, 1))).toBe(weight(put(2 * MINUTE, 2)));
    expect(weight(put(2 * MINUTE, 2), take(MINUTE, 2))).toBeLessThan(0);
  });
});
