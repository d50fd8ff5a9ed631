import { describe, expect, test } from "vitest";
import { EMPTY_COMPACTED, fold } from "../../../src/core/event/compact.ts";
import { explain } from "../../../src/core/rank/explain.ts";
import { profileOf } from "../../../src/core/rank/profile.ts";
import { rank } from "../../../src/core/rank/rank.ts";
import { DAY, did, MINUTE, momentAfter, NOW, outdoorShop } from "./shop.ts";

const shop = outdoorShop();
const AHEAD = 365 * DAY;

describe("a clock that was a year ahead and has been set back", () => {
  const before = ["tent-0", "tent-1"].map((id, k) => did("view", id, -AHEAD - k * MINUTE));
  const since = ["shoe-0", "shoe-1", "shoe-2"].map((id, k) => did("view", id, (3 - k) * MINUTE));

  test("leaves what was done since the newest, and in the session", () => {
    const moment = momentAfter(shop, [...before, ...since]);
    const { items } = rank(moment, { n: 3 }, () => undefined);
    for (const { id } of items) expect(id).toMatch(/^(shoe|sock)-/);
    expect(moment.interest.sources.map(({ touch }) => (NOW - touch.at) / MINUTE)).toEqual([1, 2, 3, 3, 3]);
    expect(profileOf(moment).session.categories[0]?.name).toBe("Sport > Running shoes");
  });

  test("makes what nothing followed yet happen now", () => {
    const { interest, shopper } = momentAfter(shop, [did("view", "shoe-0", DAY), ...before]);
    expect(shopper.events.map(({ at }) => at)).toEqual([NOW - DAY, NOW, NOW]);
    expect(interest.sessionTouches).toBe(2);
  });

  test("lets no purchase rest for longer than its rest", () => {
    const purchase = [did("purchase", "shoe-1", -AHEAD)];
    const compacted = fold(EMPTY_COMPACTED, purchase, NOW + 2 * AHEAD);
    for (const moment of [momentAfter(shop, purchase), momentAfter(shop, [], compacted)])
      expect(explain(moment, "shoe-1").restsUntil).toBe(NOW + 30 * DAY);
  });

  test("blows no folded interest up", () => {
    const compacted = fold(EMPTY_COMPACTED, [did("view", "tent-0", -AHEAD)], NOW + 2 * AHEAD);
    expect(momentAfter(shop, [], compacted).interest.sources.map(({ touch }) => touch)).toEqual([
      { item: shop.index("tent-0"), kind: "view", weight: 1, from: NOW, at: NOW },
    ]);
  });
});
