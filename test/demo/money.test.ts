import { expect, test } from "vitest";
import { isOffer, money, roughly, saving } from "../../demo/shop/money.ts";
import { bare, pounds } from "./product.ts";

test.each([
  [12.5, "GBP", "£12.50", "£13"],
  [1_250, "EUR", "€1,250.00", "€1,250"],
  [980, "JPY", "JP¥980", "JP¥980"],
  [9.9, "", "9.90", "10"],
  [9.9, "pounds", "9.90", "10"],
])("%d %s reads %s, and roughly %s", (amount, currency, exact, rough) => {
  expect(money({ amount, currency })).toBe(exact);
  expect(roughly({ amount, currency })).toBe(rough);
});

test("a saving is a whole percentage, and none when the price has not fallen", () => {
  expect(saving(pounds(92), pounds(130))).toBe(29);
  expect(saving(pounds(130), pounds(92))).toBe(0);
  expect(isOffer(bare("A", { price: pounds(9), listPrice: pounds(10) }))).toBe(true);
  expect(isOffer(bare("A", { price: pounds(9) }))).toBe(false);
});
