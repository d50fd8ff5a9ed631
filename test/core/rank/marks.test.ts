import { describe, expect, test } from "vitest";
import { ENCODER } from "../../../src/core/catalogue/learned.ts";
import { EVENT_KINDS, type EventKind } from "../../../src/core/event/kinds.ts";
import { historyOf } from "../../../src/core/rank/learned.ts";
import { marksOf } from "../../../src/core/rank/marks.ts";
import { DAY, did, MINUTE, momentAfter, outdoorShop } from "./shop.ts";

const gapRow = (gapMs: number): number => marksOf({ kind: "view", gapMs })[1]! - ENCODER.kinds;

describe("marks of a stay", () => {
  test("gaps have rows four times as long as the one before, the first from nothing, the last for ever", () => {
    expect([0, 1, 10_000, 10_001, 40_000, 40_001, 160_000].map(gapRow)).toEqual([0, 0, 0, 1, 1, 2, 2]);
    expect([121 * DAY, 122 * DAY, 4_000 * DAY].map(gapRow)).toEqual([10, 11, 11]);
    const rows = Array.from({ length: 200 }, (_, at) => gapRow(1.2 ** at));
    expect(rows).toEqual(rows.toSorted((a, b) => a - b));
    expect(new Set(rows)).toEqual(new Set(Array.from({ length: ENCODER.gaps }, (_, row) => row)));
  });

  test("clicks and wishes are looks, as histories have them, and what is taken back has no kind", () => {
    const kinds = Object.keys(EVENT_KINDS) as EventKind[];
    const kindOf = (kind: EventKind): number | undefined => marksOf({ kind })[0];
    expect(["view", "click", "wish", "cart", "purchase"].map((kind) => kindOf(kind as EventKind))).toEqual([
      0, 0, 0, 1, 2,
    ]);
    expect(kinds.filter((kind) => EVENT_KINDS[kind].weight <= 0).flatMap((kind) => kindOf(kind) ?? [])).toEqual([]);
  });
});

test("the encoder hears of each stay what was done, and how long after the one before", () => {
  const shop = outdoorShop();
  const { interest } = momentAfter(shop, [
    did("view", "shoe-0", 3 * DAY),
    did("view", "tent-1", 5 * MINUTE),
    did("cart", "tent-1", 4 * MINUTE),
    did("view", "shoe-2", 3 * MINUTE),
  ]);
  expect(historyOf(interest)).toEqual([
    { item: shop.index("shoe-0"), marks: [0] },
    { item: shop.index("tent-1"), marks: marksOf({ kind: "cart", gapMs: 3 * DAY - 5 * MINUTE }) },
    { item: shop.index("shoe-2"), marks: marksOf({ kind: "view", gapMs: MINUTE }) },
  ]);
});
