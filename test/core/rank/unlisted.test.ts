import { expect, test } from "vitest";
import { EMPTY_COMPACTED } from "../../../src/core/event/compact.ts";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { explain } from "../../../src/core/rank/explain.ts";
import { additive, type Moment, momentOf } from "../../../src/core/rank/moment.ts";
import { profileOf } from "../../../src/core/rank/profile.ts";
import { queryIndexOf } from "../../../src/core/rank/query.ts";
import { rank } from "../../../src/core/rank/rank.ts";
import { shopperOf } from "../../../src/core/rank/shopper.ts";
import { withUnlisted } from "../../../src/core/rank/unlisted.ts";
import { finish, type Steps } from "../../../src/core/steps.ts";
import { did, MINUTE, NOW, outdoorShop } from "./shop.ts";

const shop = outdoorShop();
const index = finish(queryIndexOf(shop.prepared, shop.display));

function* alike(title: string): Steps<string> {
  const item = yield* index.nearest(title);
  return item === undefined ? "" : shop.prepared.aliases.idOf(item);
}

function after(events: readonly ShopEvent[]): Moment {
  const resolve = shop.prepared.aliases.resolve;
  const listed = shopperOf(resolve, events, EMPTY_COMPACTED, NOW);
  const shopper = finish(withUnlisted(listed, resolve, events, alike, NOW));
  return momentOf(shop.prepared, shopper, { display: shop.display, live: shop.live, stock: shop.live }, NOW, additive);
}

const ranked = (moment: Moment, kind: "for-you" | "recently-viewed" = "for-you") =>
  rank(moment, { kind, n: 5 }, () => index, { share: 0, random: () => 0.5 });
const unlisted = { title: "Storm Ultra running shoe" };

test("a title finds the product that shares the most of its telling words, and none where that is less than half", () => {
  const nearest = (title: string) => {
    const item = finish(index.nearest(title));
    return item === undefined ? undefined : shop.prepared.aliases.idOf(item);
  };
  expect(nearest("Storm Ultra running shoe")).toBe("shoe-2");
  expect(nearest("RIDGE TENT, green")).toBe("tent-1");
  expect(nearest("Garden gnome with a tent")).toBeUndefined();
  expect(nearest("")).toBeUndefined();
});

test("a product that the catalogue does not know tells of what is like it, by its own name", () => {
  const moment = after([did("view", "new-1", 2 * MINUTE, unlisted), did("cart", "new-1", MINUTE)]);
  const { basis, items } = ranked(moment);
  expect(basis).toBe("personal");
  expect(items[0]).toMatchObject({
    id: "shoe-2",
    reason: { code: "similar-to", text: "Similar to Storm Ultra running shoe", item: "new-1" },
  });
  expect(items.map(({ id }) => id.split("-")[0])).toContain("sock");
  const because = items.find(({ reason }) => reason.code === "looked-at")?.reason;
  expect(because).toMatchObject({ text: "Because you put Storm Ultra running shoe in your cart", item: "new-1" });
  expect(explain(moment, "shoe-2").evidence[0]).toMatchObject({ item: "new-1", kind: "cart" });
  expect(profileOf(moment)).toMatchObject({ recent: [{ item: "new-1" }, { item: "new-1" }], session: { events: 1 } });
});

test("what stands in for it was itself neither seen, nor bought, nor put in the cart", () => {
  const moment = after([
    did("view", "new-1", 3 * MINUTE, unlisted),
    did("cart", "new-1", 2 * MINUTE),
    did("purchase", "new-1", MINUTE),
  ]);
  expect([moment.shopper.cart, moment.shopper.bought.size]).toEqual([[], 0]);
  expect(ranked(moment, "recently-viewed").items).toEqual([]);
  expect(ranked(moment).items.map(({ id }) => id)).toContain("shoe-2");
  expect(moment.shopper.unmatched).toMatchObject({ events: 3, of: 3, samples: ["new-1"] });
  const seen = after([did("view", "new-1", 2 * MINUTE, unlisted), did("view", "shoe-2", MINUTE)]);
  expect(ranked(seen, "recently-viewed").items.map(({ id }) => id)).toEqual(["shoe-2"]);
});

test("no step reads more than fifty titles, nor looks for more than one word", () => {
  const ranking = { ...shop.prepared.ranking, products: 10_000 };
  const column = (values: ArrayLike<number>) => Uint32Array.from({ length: 10_000 }, (_, k) => values[k % 10] ?? 0);
  const many = { ...ranking, brandOf: column(ranking.brandOf), categoryOf: column(ranking.categoryOf) };
  let read = 0;
  const titles = { length: 10_000, at: () => `title ${++read}` };
  const steps: number[] = [];
  for (const _ of queryIndexOf({ ...shop.prepared, ranking: many } as typeof shop.prepared, { titles })) {
    steps.push(read);
    read = 0;
  }
  expect(Math.max(...steps, read)).toBeLessThanOrEqual(50);
  expect([...index.match("storm, ultra shoes")]).toHaveLength(9);
  const events = [1, 2, 3].map((k) => did("view", `new-${k}`, k * MINUTE, unlisted));
  const resolve = shop.prepared.aliases.resolve;
  const shopper = shopperOf(resolve, events, EMPTY_COMPACTED, NOW);
  const looks = [...index.nearest(unlisted.title)];
  expect(looks.length).toBeGreaterThan(1);
  expect([...withUnlisted(shopper, resolve, events, alike, NOW)]).toHaveLength(3 * looks.length);
});

test("no step of a query looks through more than two thousand words of the catalogue", () => {
  const ranking = { ...shop.prepared.ranking, products: 5_000 };
  const none = new Uint32Array(5_000);
  const prepared = { ...shop.prepared, ranking: { ...ranking, brandOf: none, categoryOf: none } };
  const titles = { length: 5_000, at: (row: number) => `word${10_000 + row}` };
  const words = finish(queryIndexOf(prepared as typeof shop.prepared, { titles }));
  expect(finish(words.match("word1234")).size).toBe(10);
  // What two letters begin is not looked for.
  const rests = (query: string): number => [...words.match(query)].length;
  expect(rests("word1234") - rests("wo")).toBe(2);
});

test("of a title that is like none the category stands in, and of one that is like some it does not", () => {
  const tents = { category: "Outdoor > Camping > Tents" };
  const moment = after([did("view", "new-1", MINUTE, { title: "Aurora 2", ...tents })]);
  const { basis, items } = ranked(moment);
  expect([basis, moment.shopper.events[0]?.like?.title]).toEqual(["personal", "Aurora 2"]);
  expect(items[0]).toMatchObject({ id: expect.stringMatching(/^tent/), reason: { text: "Similar to Aurora 2" } });
  const both = after([did("view", "new-1", MINUTE, { ...unlisted, ...tents })]).shopper.events;
  expect(both.map(({ item }) => item)).toEqual([shop.index("shoe-2")]);
  expect(after([did("view", "new-1", MINUTE, { title: "Aurora 2", category: "Garden" })]).shopper.events).toEqual([]);
  expect(after([did("view", "new-1", MINUTE, tents)]).shopper.events).toEqual([]);
});

test("of a category a level below the top must be like something, and those above it tell what", () => {
  const standIn = (category: string) =>
    after([did("view", "new-1", MINUTE, { title: "Aurora 2", category })]).shopper.events.map(({ item }) => item);
  expect(standIn("Sport > Sale")).toEqual([]);
  expect(standIn("Home > Multi-fuel stoves > Sale")).toEqual([shop.index("stove-3")]);
  expect(standIn("Multi-fuel > Stoves")).toEqual([shop.index("stove-3")]);
  expect(standIn("All that you take outdoors > Grip ankle socks")).toEqual([shop.index("sock-4")]);
});

test("only the latest fifty are known, and without a title or a likeness none is", () => {
  const many = Array.from({ length: 60 }, (_, k) => did("view", `new-${k}`, (60 - k) * MINUTE, unlisted));
  const { events, unmatched } = after(many).shopper;
  expect([events.length, events[0]?.like?.id, unmatched.events]).toEqual([50, "new-10", 60]);
  expect(after([did("view", "new-1", MINUTE)]).shopper.events).toEqual([]);
  expect(after([did("view", "new-1", MINUTE, { title: "Garden gnome" })]).shopper.events).toEqual([]);
  const known = after([did("view", "shoe-0", MINUTE, { title: "Ridge tent" })]).shopper.events;
  expect(known.map(({ item, like }) => [item, like])).toEqual([[shop.index("shoe-0"), undefined]]);
});
