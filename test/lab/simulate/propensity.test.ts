import { expect, test } from "vitest";
import { sequencesOf } from "../../../compiler/history/sequences.ts";
import { interactionCounts } from "../../../compiler/history/statistics.ts";
import { SEASON_DAYS } from "../../../lab/simulate/calendar.ts";
import { historyOf } from "../../../lab/simulate/shop/history.ts";
import { Life } from "../../../lab/simulate/shop/life.ts";
import { inversePropensity } from "../../../lab/simulate/shop/propensity.ts";
import { trueShop } from "../../../lab/simulate/truth/goods.ts";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { PRODUCTS } from "./shop.ts";

const shop = trueShop(PRODUCTS, SEASON_DAYS, 1);
const from = (request: string, slot?: number) => ({
  shelf: "for-you",
  request,
  ...(slot === undefined ? {} : { slot }),
});

/** A shopper who is shown `items` so many times and each time looks at the one in `slot` with probability `rate`. */
function shown(number: number, items: readonly string[], times: number, slot: number, looks: number): Life {
  const life = new Life(shop, number, 1);
  let at = 1;
  const record = (event: Pick<ShopEvent, "kind"> & Partial<ShopEvent>): void => {
    life.events.push({ v: 1, at: at++, ...event });
  };
  for (let k = 0; k < times; k++) {
    record({ kind: "list", items, placement: from(`${number}-${k}`) });
    if (k < looks) record({ kind: "view", item: items[slot]!, placement: from(`${number}-${k}`, slot) });
  }
  return life;
}

const countsOf = (lives: readonly Life[], eta: number): Float64Array => {
  const ids = PRODUCTS.map(({ id }) => id);
  const history = historyOf(lives, inversePropensity(lives, { eta }));
  return interactionCounts(sequencesOf(history, (id) => ids.indexOf(id)).sequences, ids.length);
};

test("what is shown more often, and liked as much, counts as much", () => {
  const counts = countsOf([shown(0, ["p0", "p1"], 40, 0, 20), shown(1, ["p2", "p3"], 20, 0, 10)], 1);
  expect(counts[0]).toBeCloseTo(counts[2]!, 4);
});

test("what stands lower, and is clicked as often where it is looked at, counts as much", () => {
  // With eta 1 the second slot is looked at half as often: ten clicks there are worth twenty on the first.
  const counts = countsOf([shown(0, ["p0", "p1"], 40, 0, 20), shown(1, ["p2", "p3"], 40, 1, 10)], 1);
  expect(counts[0]).toBeCloseTo(counts[3]!, 4);
});

test("what shoppers found by themselves counts once, whatever stands on shelves", () => {
  const life = shown(0, ["p0", "p1"], 40, 0, 20);
  life.events.push({ v: 1, kind: "view", item: "p5", at: 1_000 });
  expect(countsOf([life], 1)[5]).toBe(1);
});

test("no event counts more than eight times another's mean", () => {
  const lives = [shown(0, ["p0", "p1"], 1000, 0, 500), shown(1, ["p2", "p3"], 1, 0, 1)];
  const weightOf = inversePropensity(lives, { eta: 1 });
  const weights = lives.flatMap(({ events }) => events.filter(({ kind }) => kind === "view").map(weightOf));
  expect(Math.max(...weights)).toBe(8);
});
