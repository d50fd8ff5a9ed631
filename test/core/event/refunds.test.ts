import { describe, expect, test } from "vitest";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { itemised } from "../../../src/core/event/refunds.ts";

const buy = (item: string, transaction: string): ShopEvent => ({
  v: 1,
  kind: "purchase",
  at: 1_000,
  item,
  quantity: 2,
  transaction,
});
const whole: ShopEvent = { v: 1, kind: "refund", at: 2_000, transaction: "t1" };
const given = (item: string): ShopEvent => ({ ...buy(item, "t1"), kind: "refund", at: 2_000 });

describe("a refund that names its transaction alone", () => {
  test("is one of each product bought in it, whether kept before or sent together", () => {
    const refunds = [given("shoe"), given("sock")];
    expect(itemised([whole], [buy("shoe", "t1"), buy("sock", "t1"), buy("tent", "t2")])).toEqual(refunds);
    expect(itemised([buy("sock", "t1"), whole], [buy("shoe", "t1")])).toEqual([buy("sock", "t1"), ...refunds]);
  });

  test("stays as it is when nothing is known of the transaction", () => {
    expect(itemised([whole, buy("shoe", "t1")], [buy("tent", "t2")])).toEqual([whole, buy("shoe", "t1")]);
  });

  test("changes no refund that names a product", () => {
    expect(itemised([given("shoe")], [buy("shoe", "t1"), buy("sock", "t1")])).toEqual([given("shoe")]);
  });
});
