import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RankRequest } from "../../../src/core/bridge/protocol.ts";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { explain } from "../../../src/core/rank/explain.ts";
import { profileOf } from "../../../src/core/rank/profile.ts";
import { queryIndexOf } from "../../../src/core/rank/query.ts";
import { rank } from "../../../src/core/rank/rank.ts";
import { finish } from "../../../src/core/steps.ts";
import { DAY, did, MINUTE, momentAfter, outdoorShop, product, type Shop, shopOf } from "./shop.ts";

const shop = outdoorShop();
const ALL = Array.from({ length: shop.prepared.ranking.products }, (_, item) => shop.prepared.aliases.ids.at(item));
const index = finish(queryIndexOf(shop.prepared, shop.display));

const ranked = (events: readonly ShopEvent[], request: RankRequest = {}, of: Shop = shop) =>
  rank(momentAfter(of, events), request, () => index);
const idsOf = (events: readonly ShopEvent[], request: RankRequest = {}, of: Shop = shop): string[] =>
  ranked(events, request, of).items.map(({ id }) => id);
const kindsOf = (ids: readonly string[]): string[] => ids.map((id) => id.split("-")[0]!);

const THREE_SHOES = [
  did("view", "shoe-0", 3 * MINUTE),
  did("view", "shoe-1", 2 * MINUTE),
  did("view", "shoe-2", MINUTE),
];
const anyEvent = fc.record({
  v: fc.constant(1 as const),
  kind: fc.constantFrom("view", "click", "dwell", "wish", "cart", "uncart", "purchase", "refund", "impression"),
  item: fc.constantFrom(...ALL),
  at: fc.integer({ min: 1_690_000_000_000, max: 1_700_000_000_000 }),
  dwellMs: fc.integer({ min: 0, max: 600_000 }),
}) satisfies fc.Arbitrary<ShopEvent>;
const anyEvents = fc.array(anyEvent, { maxLength: 40 }).map((events) => events.toSorted((a, b) => a.at - b.at));

describe("the additive score", () => {
  test("is the sum of its parts, whatever the shopper did", () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const { scores } = momentAfter(shop, events);
        ALL.forEach((_, item) => {
          const sum = Object.values(scores.partsOf(item)).reduce((total, part) => total + part, 0);
          expect(scores.total[item]).toBeCloseTo(sum, 4);
        });
      }),
    );
  });

  test("follows the shopper: what is like and what goes with the things looked at comes first", () => {
    const kinds = kindsOf(idsOf(THREE_SHOES, { n: 5 }));
    expect(new Set(kinds)).toEqual(new Set(["shoe", "sock"]));
    expect(kinds[0]).toBe("shoe");
    expect(kindsOf(idsOf([did("view", "tent-0", MINUTE)], { n: 3 }))).not.toContain("shoe");
  });

  test("weighs the newest most, and lets time fade", () => {
    const tentLast = [
      ...THREE_SHOES.map((event) => ({ ...event, at: event.at - 60 * DAY })),
      did("view", "tent-0", MINUTE),
    ];
    expect(new Set(kindsOf(idsOf(tentLast, { n: 4 })))).toEqual(new Set(["tent", "stove"]));
  });

  test("counts removal and refund against", () => {
    const score = (events: readonly ShopEvent[]): number =>
      momentAfter(shop, events).scores.total[shop.index("shoe-3")]!;
    const seen = [did("view", "tent-0", 9 * MINUTE), did("view", "shoe-3", 3 * MINUTE)];
    const cart = [...seen, did("cart", "shoe-3", 2 * MINUTE)];
    expect(score(cart)).toBeGreaterThan(score(seen));
    expect(score([...cart, did("uncart", "shoe-3", MINUTE)])).toBeLessThan(score(seen));
    expect(score([did("refund", "shoe-3", MINUTE)])).toBeLessThan(score([]));
  });

  test("counts often seen and never clicked against, until a click", () => {
    const sights = Array.from({ length: 6 }, (_, k) => did("impression", "sock-1", (10 - k) * MINUTE));
    const part = (events: readonly ShopEvent[]) =>
      momentAfter(shop, events).scores.partsOf(shop.index("sock-1")).fatigue ?? 0;
    expect(part(sights)).toBeLessThan(0);
    expect(part([...sights, did("click", "sock-1", MINUTE)])).toBe(0);
  });
});

describe("a shelf", () => {
  test("says popularity on a first visit, and the shop's own order where there is no history", () => {
    expect(ranked([])).toMatchObject({ basis: "popular", reason: "first-visit" });
    const plain = shopOf(
      ["c", "a", "b"].flatMap((name) => [1, 2, 3].map((k) => product(`${name}${k}`, `${name} ${k}`))),
    );
    const reply = ranked([], { n: 3 }, plain);
    expect(reply).toMatchObject({ basis: "shop-order", reason: "first-visit" });
    expect(reply.items.map(({ id }) => id)).toEqual(["c1", "c2", "c3"]);
    expect(reply.items[0]!.reason.code).toBe("shop-order");
  });

  test("does not offer what was bought, by whichever variant, until its rest is over", () => {
    const bought = [did("purchase", "shoe-1-42", DAY, { transaction: "t1" })];
    expect(idsOf(bought, { n: 6 })).not.toContain("shoe-1");
    expect(idsOf([did("purchase", "shoe-1", 31 * DAY), did("view", "shoe-0", MINUTE)], { n: 6 })).toContain("shoe-1");
    expect(explain(momentAfter(shop, bought), "shoe-1").restsUntil).toBeGreaterThan(0);
  });

  test("lets substitutes fade and complements rise after a purchase", () => {
    const looked = [did("view", "shoe-0", 3 * MINUTE), did("view", "shoe-1", 2 * MINUTE)];
    const bought = [...looked, did("purchase", "shoe-1", MINUTE, { transaction: "t2" })];
    const share = (events: readonly ShopEvent[], kind: string): number => {
      const { total } = momentAfter(shop, events).scores;
      const sum = (wanted: (id: string) => boolean): number =>
        ALL.reduce((all, id, item) => all + (wanted(id) ? total[item]! : 0), 0);
      return sum((id) => id.startsWith(kind)) / sum((id) => id.startsWith("shoe") || id.startsWith("sock"));
    };
    expect(share(bought, "shoe")).toBeLessThan(share(looked, "shoe"));
    expect(share(bought, "sock")).toBeGreaterThan(share(looked, "sock"));
  });

  test("shows at most a third of a small catalogue, but a category and a search whole", () => {
    expect(idsOf(THREE_SHOES, { n: 100 }).length).toBeLessThanOrEqual(Math.floor(ALL.length / 3));
    expect(idsOf(THREE_SHOES, { category: "Camping", n: 100 })).toHaveLength(9);
    expect(idsOf(THREE_SHOES, { query: "shoe sock tent", n: 100 })).toHaveLength(16);
    const one = shopOf([product("only", "The only thing")]);
    expect(ranked([], {}, one).items).toHaveLength(1);
  });

  test("goes with the cart, and names it; never with a substitute", () => {
    const reply = ranked([did("cart", "shoe-0", MINUTE)], { kind: "goes-with", n: 3 });
    expect(kindsOf(reply.items.map(({ id }) => id))).not.toContain("shoe");
    expect(reply.items[0]!.reason).toMatchObject({
      code: "goes-with",
      text: "Goes with Swift running shoe in your cart",
    });
  });

  test("shows what is similar to a product, without the product", () => {
    const ids = idsOf([], { kind: "similar", about: ["tent-0"], n: 3 });
    expect(kindsOf(ids)).toEqual(["tent", "tent", "tent"]);
    expect(ids).not.toContain("tent-0");
  });

  test("shows what was looked at, latest first, each once", () => {
    const events = [did("view", "tent-0", 4 * MINUTE), ...THREE_SHOES, did("view", "tent-0", 1)];
    expect(idsOf(events, { kind: "recently-viewed", n: 3 })).toEqual(["tent-0", "shoe-2", "shoe-1"]);
  });

  test("keeps to a category by name or path, of any level", () => {
    expect(new Set(kindsOf(idsOf(THREE_SHOES, { category: "camping", n: 5 })))).toEqual(new Set(["tent", "stove"]));
    expect(new Set(kindsOf(idsOf(THREE_SHOES, { category: "Camping > Stoves", n: 3 })))).toEqual(new Set(["stove"]));
    expect(new Set(kindsOf(idsOf(THREE_SHOES, { category: "camping/stoves", n: 3 })))).toEqual(new Set(["stove"]));
    expect(ranked([], { category: "Boats" })).toMatchObject({ items: [], reason: "nothing-matches" });
  });

  test("takes a slash for a part of a category's name where one has it", () => {
    const clothes = shopOf(
      ["Tops / Tees", "Bags"].flatMap((name) =>
        [1, 2, 3].map((k) => product(`${name[0]}${k}`, `Thing ${k}`, { category: ["Women", name] })),
      ),
    );
    for (const category of ["tops / tees", "Women > Tops / Tees"]) {
      expect(new Set(idsOf([], { category, n: 2 }, clothes).map((id) => id[0]))).toEqual(new Set(["T"]));
    }
    expect(new Set(idsOf([], { category: "Women/Bags", n: 2 }, clothes).map((id) => id[0]))).toEqual(new Set(["B"]));
    expect(ranked([], { category: "Women > Tops > Tees" }, clothes).items).toEqual([]);
  });

  test("finds by words and beginnings of words, and says what matched", () => {
    const reply = ranked([], { query: "run sho", n: 3 });
    expect(kindsOf(reply.items.map(({ id }) => id))).toEqual(["shoe", "shoe", "shoe"]);
    expect(reply.items[0]!.reason.code).toBe("query");
  });

  test("pins first, boosts by factor, excludes", () => {
    const reply = ranked(THREE_SHOES, { n: 5, pin: ["stove-1"], boost: { "tent-2": 10 }, exclude: ["shoe-3"] });
    expect(reply.items[0]).toMatchObject({ id: "stove-1", reason: { code: "pinned" } });
    expect(reply.items.map(({ id }) => id)).not.toContain("shoe-3");
    const boosted = ranked(THREE_SHOES, { ids: ["tent-2", "shoe-3"], boost: { "tent-2": 0 } }).items.find(
      ({ id }) => id === "tent-2",
    )!;
    expect(boosted.score).toBe(0);
    expect(boosted.parts.boost).toBeLessThan(0);
  });

  test("never shows a stale price: none without the live section", () => {
    const moment = momentAfter(shop, []);
    const request = { n: 1, display: true } as const;
    expect(rank(moment, request, () => index).items[0]!.display).toMatchObject({
      price: { currency: "EUR" },
      inStock: true,
    });
    expect(rank({ ...moment, live: undefined }, request, () => index).items[0]!.display).not.toHaveProperty("price");
  });

  test("never shows what is known to be sold out", () => {
    const soldOut = shopOf([1, 2, 3, 4, 5, 6].map((k) => product(`p${k}`, `Lamp ${k}`, { inStock: k !== 2 })));
    const moment = momentAfter(soldOut, [did("view", "p1", 1)]);
    for (const known of [moment, { ...moment, live: undefined }]) {
      expect(rank(known, { n: 2 }, () => index).items.map(({ id }) => id)).not.toContain("p2");
    }
  });
});

describe("the page's own ids", () => {
  const page = ["tent-1", "shoe-4", "sock-0", "nobody", "shoe-3"];

  test("stay as they are on a first visit", () => {
    expect(ranked([], { ids: page })).toMatchObject({ basis: "shop-order", reason: "first-visit" });
    expect(idsOf([], { ids: page })).toEqual(page);
  });

  test("are re-ordered, none lost and none added", () => {
    fc.assert(
      fc.property(anyEvents, fc.shuffledSubarray([...ALL, "nobody"]), (events, ids) => {
        expect(idsOf(events, { ids }).toSorted()).toEqual(ids.toSorted());
      }),
    );
    expect(kindsOf(idsOf(THREE_SHOES, { ids: page })).slice(0, 2)).toEqual(["shoe", "shoe"]);
  });

  test("sink when bought; a second variant of a product goes to the end, and out when few are asked for", () => {
    const bought = [...THREE_SHOES, did("purchase", "shoe-4", 1, { transaction: "t" })];
    expect(idsOf(bought, { ids: page }).at(-1)).toBe("shoe-4");
    expect(idsOf(THREE_SHOES, { ids: ["shoe-3-42", "shoe-3", "tent-1"] })).toEqual(["shoe-3-42", "tent-1", "shoe-3"]);
    expect(idsOf(THREE_SHOES, { ids: ["shoe-3-42", "shoe-3", "tent-1"], n: 2 })).toEqual(["shoe-3-42", "tent-1"]);
  });
});

describe("what the shopper reads", () => {
  test("reasons name what was looked at, put in the cart or bought", () => {
    const text = (events: readonly ShopEvent[]): string => ranked(events, { ids: ["shoe-5"] }).items[0]!.reason.text;
    expect(text([did("view", "shoe-3", MINUTE)])).toBe("Because you looked at Pulse running shoe");
    expect(text([did("cart", "shoe-3", MINUTE)])).toBe("Because you put Pulse running shoe in your cart");
  });

  test("a reason never claims what did not happen", () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const met = new Set(events.filter(({ kind }) => kind !== "impression").map(({ item }) => item));
        for (const { reason } of ranked(events, { ids: ALL }).items) {
          if (reason.code === "looked-at" || reason.code === "again") expect(met).toContain(reason.item);
        }
      }),
    );
  });

  test("an explanation's evidence adds up to the graph's parts", () => {
    const { parts, evidence } = explain(momentAfter(shop, THREE_SHOES), "shoe-4");
    for (const part of ["text", "followedBy", "category"] as const) {
      const sum = evidence.filter((one) => one.part === part).reduce((total, { amount }) => total + amount, 0);
      expect(sum).toBeCloseTo(parts[part] ?? 0, 4);
    }
    expect(explain(momentAfter(shop, []), "nobody")).toMatchObject({
      known: false,
      message: expect.stringContaining("nobody"),
    });
  });

  test("the profile tells session and long term apart, with the evidence", () => {
    const events = [did("view", "tent-0", 20 * DAY), did("view", "tent-1", 20 * DAY), ...THREE_SHOES];
    const { session, longTerm } = profileOf(momentAfter(shop, events));
    expect(session.categories.map(({ name }) => name)).toEqual(["Sport > Running shoes"]);
    expect(longTerm.categories.map(({ name }) => name)).toEqual(["Sport > Running shoes", "Camping > Tents"]);
    expect(session.categories[0]).toMatchObject({ share: 1, from: expect.arrayContaining(["shoe-2"]) });
    expect(session.price).toMatchObject({ currency: "EUR" });
    expect(session.price!.typical).toBeGreaterThan(80);
  });

  test("a product seen in both old profile and new events counts once in each, and rests as bought", () => {
    const compacted = {
      v: 1 as const,
      items: {
        "tent-3": {
          weight: 3,
          views: 1,
          carts: 0,
          purchases: 1,
          firstMs: 1,
          lastMs: 1_699_999_000_000,
          purchasedMs: 1_699_999_000_000,
        },
      },
    };
    expect(rank(momentAfter(shop, [], compacted), { n: 6 }, () => index).items.map(({ id }) => id)).not.toContain(
      "tent-3",
    );
  });
});
