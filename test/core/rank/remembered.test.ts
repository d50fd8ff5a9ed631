import { expect, test } from "vitest";
import { EMPTY_COMPACTED, fold } from "../../../src/core/event/compact.ts";
import { DAY, did, momentAfter, NOW, outdoorShop } from "./shop.ts";

const shop = outdoorShop();

test("a folded interest halves in 30 days, as one whose events are kept does", () => {
  const events = [did("view", "tent-0", 31 * DAY), did("view", "shoe-0", DAY)];
  const halves = [
    momentAfter(shop, events),
    momentAfter(shop, [], fold(EMPTY_COMPACTED, events, NOW)),
    momentAfter(shop, events.slice(1), fold(EMPTY_COMPACTED, events.slice(0, 1), NOW)),
  ].map(({ interest }) => {
    const [first, second] = interest.sources;
    expect([first!.item, second!.item]).toEqual([shop.index("shoe-0"), shop.index("tent-0")]);
    // The second place halves once more.
    return (2 * second!.longTerm) / first!.longTerm;
  });
  for (const half of halves) expect(half).toBeCloseTo(0.5, 9);
});

test("what was folded comes strongest first", () => {
  const events = [did("cart", "tent-0", 90 * DAY), did("view", "sock-0", 9 * DAY), did("cart", "shoe-0", 20 * DAY)];
  const { sources } = momentAfter(shop, [], fold(EMPTY_COMPACTED, events, NOW)).interest;
  expect(sources.map(({ item }) => item)).toEqual(["shoe-0", "sock-0", "tent-0"].map((id) => shop.index(id)));
});
