import { describe, expect, test } from "vitest";
import type { RankRequest } from "../../../src/core/bridge/protocol.ts";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { rank } from "../../../src/core/rank/rank.ts";
import { did, MINUTE, momentAfter, outdoorProducts, type Shop, shopOf } from "./shop.ts";

/** shoe-0 is known to be sold out; shoe-5 comes in two variants. */
const shop = shopOf(
  outdoorProducts().map((one) => {
    const variants = ["a", "b"].map((id) => ({ id: `shoe-5-${id}`, aliases: [], price: undefined, inStock: true }));
    return { ...one, inStock: one.id !== "shoe-0", variants: one.id === "shoe-5" ? variants : one.variants };
  }),
);
const idsOf = (request: RankRequest, events: readonly ShopEvent[] = [did("view", "tent-0", MINUTE)], of: Shop = shop) =>
  rank(momentAfter(of, events), request, () => undefined).items.map(({ id }) => id);

describe("what is known to be sold out", () => {
  const ids = ["shoe-0", "shoe-1", "shoe-2"];

  test("is none of the few that are asked for, known shopper or not, pinned or not", () => {
    expect(idsOf({ ids, n: 2 }, [])).toEqual(["shoe-1", "shoe-2"]);
    expect(idsOf({ ids, n: 2 })).not.toContain("shoe-0");
    for (const events of [[], [did("view", "shoe-1", MINUTE)]]) {
      expect(idsOf({ ids, n: 2, pin: ["shoe-0", "shoe-2"] }, events)).toEqual(["shoe-2", "shoe-1"]);
    }
  });

  test("stays where the page put it on a first visit, and sinks on the next", () => {
    expect(idsOf({ ids }, [])).toEqual(ids);
    expect(idsOf({ ids })).toEqual([expect.any(String), expect.any(String), "shoe-0"]);
    expect(idsOf({ ids, pin: ["shoe-0"] })[0]).toBe("shoe-0");
  });

  test("is on no shelf, pinned or not", () => {
    for (const events of [[], [did("view", "shoe-1", MINUTE)]]) {
      const shelf = idsOf({ n: 5, pin: ["shoe-0", "shoe-3"] }, events);
      expect(shelf).not.toContain("shoe-0");
      expect(shelf[0]).toBe("shoe-3");
      expect(shelf).toHaveLength(5);
    }
  });
});

describe("what the shop excludes and pins", () => {
  test("means products, by whichever of their ids", () => {
    const ids = ["shoe-1", "shoe-2", "sock-0", "unheard-of", "unknown"];
    expect(idsOf({ ids, exclude: ["shoe-1-42", "unheard-of"], pin: ["unknown", "shoe-2-42"] })).toEqual([
      "unknown",
      "shoe-2",
      "sock-0",
    ]);
    expect(idsOf({ n: 3, pin: ["shoe-2-42", "sock-0", "shoe-2"] }).slice(0, 2)).toEqual(["shoe-2", "sock-0"]);
  });

  test("excluded wins over pinned", () => {
    expect(idsOf({ n: 5, pin: ["stove-0", "tent-1"], exclude: ["stove-0"] })[0]).toBe("tent-1");
    expect(idsOf({ n: 5, pin: ["stove-0"], exclude: ["stove-0"] })).not.toContain("stove-0");
    expect(idsOf({ ids: ["shoe-1", "sock-0"], pin: ["shoe-1"], exclude: ["shoe-1-42"] })).toEqual(["sock-0"]);
  });

  test("pins the variant that is named, and sinks the other", () => {
    const ids = ["shoe-5-a", "tent-1", "shoe-5-b"];
    expect(idsOf({ ids, pin: ["shoe-5-b"] })).toEqual(["shoe-5-b", "tent-1", "shoe-5-a"]);
    expect(idsOf({ ids, pin: ["shoe-5"] })).toEqual(["shoe-5-a", "tent-1", "shoe-5-b"]);
  });

  test("never adds to the page's own ids", () => {
    expect(idsOf({ ids: ["shoe-1", "sock-0"], pin: ["tent-0", "nobody"] }).toSorted()).toEqual(["shoe-1", "sock-0"]);
  });
});
