import { describe, expect, test } from "vitest";
import type { Interaction } from "../../../compiler/interaction.ts";
import type { RankRequest } from "../../../src/core/bridge/protocol.ts";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { explain } from "../../../src/core/rank/explain.ts";
import { rank } from "../../../src/core/rank/rank.ts";
import { DAY, did, MINUTE, momentAfter, NOW, outdoorProducts, product, shopOf } from "./shop.ts";

const lamps = ["Lamp", "Torch", "Lantern"].map((name, k) =>
  product(`lamp-${k}`, `${name} light`, { category: ["Camping", "Lamps"] }),
);
const loose = [product("card", "Gift card"), product("mug", "Mug", { brand: "Clay" })];
const sold = (item: string, times: number): Interaction[] =>
  Array.from({ length: times }, (_, k) => ({ shopper: `${item}${k}`, item, at: NOW - 40 * DAY + k, kind: "purchase" }));
const HISTORY = [...sold("shoe-0", 200), ...sold("shoe-1", 100), ...sold("lamp-0", 2), ...sold("lamp-1", 1)];
const shop = shopOf([...outdoorProducts(), ...lamps, ...loose], HISTORY);

const reasons = (request: RankRequest, events: readonly ShopEvent[] = [], of = shop): Record<string, string> =>
  Object.fromEntries(
    rank(momentAfter(of, events), request, () => undefined).items.map(({ id, reason }) => [id, reason.text]),
  );

describe("the reason on a list by popularity", () => {
  test("calls popular what is in the upper half of its category or of the shop, and says of the rest where it is from", () => {
    expect(reasons({ category: "Lamps" })).toEqual({
      "lamp-0": "Popular in Lamps",
      "lamp-1": "From Lamps",
      "lamp-2": "From Lamps",
    });
    const first = reasons({ kind: "popular", n: 8 });
    expect(first["shoe-0"]).toBe("Popular in Running shoes");
    expect(first["shoe-1"]).toBe("Popular in this shop");
  });

  test("does without a category", () => {
    const bare = shopOf(
      ["a", "b", "c", "d", "e", "f"].map((id) => product(id, `Thing ${id}`, id === "b" ? { brand: "Clay" } : {})),
      [...sold("a", 9), ...sold("b", 1)],
    );
    const said = { ...reasons({ n: 2 }, [], bare), c: explain(momentAfter(bare, []), "c").reason.text };
    expect(said).toEqual({ a: "Popular in this shop", b: "From Clay", c: "From this shop" });
  });

  test("never speaks of the shop's own order where the order is another", () => {
    const everyId = [...outdoorProducts(), ...lamps, ...loose].map(({ id }) => id);
    const looked = [did("view", "tent-0", MINUTE)];
    const texts = [
      ...Object.values(reasons({ kind: "popular", n: 8 })),
      ...Object.values(reasons({ ids: [...everyId, "unheard-of"] }, looked)),
      ...Object.values(reasons({ category: "Lamps" }, [did("uncart", "tent-0", MINUTE)])),
    ];
    expect(texts).toHaveLength(8 + everyId.length + 1 + 3);
    expect(texts).not.toContain("In the shop's own order");
    expect(reasons({ ids: ["unheard-of"] }, looked)).toEqual({ "unheard-of": "From this shop" });
  });

  test("is the shop's own order where nothing else is known", () => {
    const plain = shopOf(lamps);
    expect(new Set(Object.values(reasons({ category: "Lamps" }, [], plain)))).toEqual(
      new Set(["In the shop's own order"]),
    );
    expect(explain(momentAfter(plain, []), "lamp-0").reason.code).toBe("shop-order");
  });
});
