import { expect, test } from "vitest";
import { scoreAll } from "../../../src/core/rank/score.ts";
import { did, momentAfter, outdoorShop } from "./shop.ts";

test("scores made in steps are those made at once, to the last bit", () => {
  const events = [did("view", "shoe-0", 3), did("purchase", "tent-1", 2), did("cart", "shoe-1", 1)];
  const moment = momentAfter(outdoorShop(), events);
  const { total, channels } = scoreAll(moment.prepared, moment.interest, moment.shopper.weary);
  expect(total.some((score) => score !== 0)).toBe(true);
  expect([moment.scores.total, moment.scores.channels]).toEqual([total, channels]);
});
