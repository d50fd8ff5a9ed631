import { expect, test } from "vitest";
import { CATEGORY_LENGTH, type ShopEvent } from "../../../src/core/event/event.ts";
import { fetchFile } from "../../../workers/serve/fetch.ts";
import { openStore } from "../../../workers/store/indexeddb.ts";
import { device, GRANTED, MINUTE, tab } from "./tab.ts";

const TENT = /tent/i;

test("nothing is kept of a product of a marked category: neither act nor sight, nor in a profile, a reason or an export; its page is served all the same", async () => {
  const shopper = tab();
  await shopper.open(GRANTED, "marked");
  expect(await shopper.does("view", "tent-0")).toEqual({ stored: 0, duplicates: 0 });
  await shopper.does("purchase", "tent-1", { transaction: "t1" });
  // Known by its title alone, and likened by it to one of them.
  expect(await shopper.does("view", "new-1", { title: "Ridge tent" })).toEqual({ stored: 0, duplicates: 0 });
  // By its category alone, or where its title is like another's.
  for (const [item, title] of Object.entries({ "new-2": "Aurora 2", "new-3": "Glide running shoe" })) {
    const kept = await shopper.does("view", item, { title, category: "Camping > Tents" });
    expect(kept).toEqual({ stored: 0, duplicates: 0 });
  }
  await shopper.does("view", "stove-1", { title: "Gas stove", category: "Camping > Stoves" });
  const shown = {
    kind: "list",
    at: device.clock,
    v: 1,
    items: ["tent-0", "stove-0"],
    placement: { shelf: "s" },
  } as const;
  await shopper.ask<"append">({ type: "append", events: [shown] });
  const kept = await shopper.ask<"events">({ type: "events", limit: 9 });
  expect(kept.map(({ kind, item, items }) => [kind, item ?? items])).toEqual([
    ["list", ["stove-0"]],
    ["view", "stove-1"],
  ]);
  expect(kept[1]).not.toHaveProperty("category");
  expect(JSON.stringify(await shopper.ask<"profile">({ type: "profile" }))).not.toMatch(TENT);
  const file = await shopper.ask<"export">({ type: "export" });
  expect(JSON.stringify(file)).not.toMatch(TENT);
  const like = await shopper.ask<"rank">({ type: "rank", request: { kind: "similar", about: ["tent-0"], n: 3 } });
  expect(like.items[0]?.id).toMatch(/^tent/);

  const tent = { v: 1, kind: "view", item: "tent-3", at: device.clock } as const;
  await shopper.ask<"import">({ type: "import", file: { ...file, events: [tent, { ...tent, item: "shoe-1" }] } });
  expect((await shopper.ask<"events">({ type: "events", limit: 9 })).some(({ item }) => item === "tent-3")).toBe(false);
});

test("nothing is kept of a list of such products, nor the name of one that is called as they are", async () => {
  const shopper = tab();
  await shopper.open(GRANTED, "marked");
  const at = device.clock;
  const shelf = (name: string) => ({ placement: { shelf: name, slot: 1, request: "r" } });
  const list = { v: 1, kind: "list", at } as const;
  const given: readonly ShopEvent[] = [
    { ...list, items: ["tent-0", "tent-1"], ...shelf("tents") },
    { ...list, items: ["tent-2"], ...shelf("deals") },
    { ...list, items: ["tent-0", "stove-0"], ...shelf("Camping > Tents") },
    { v: 1, kind: "click", item: "stove-0", at, ...shelf("tents") },
    { v: 1, kind: "impression", item: "stove-1", at, ...shelf("Sexual wellness") },
    { v: 1, kind: "click", item: "shoe-0", at, ...shelf("deals") },
  ];
  expect(await shopper.ask<"append">({ type: "append", events: given })).toMatchObject({ stored: 4 });
  const kept = await shopper.ask<"events">({ type: "events", limit: 9 });
  expect(kept.toReversed().map(({ item, items, placement }) => [item ?? items, placement?.shelf])).toEqual([
    [["stove-0"], undefined],
    ["stove-0", undefined],
    ["stove-1", undefined],
    ["shoe-0", "deals"],
  ]);
});

test("nothing is kept of a search for such a category, by one word or two of what was searched for", async () => {
  const shopper = tab();
  await shopper.open(GRANTED, "marked");
  const queries = [
    "sex toys",
    "cheap  Sex Toys xl",
    "condoms",
    "best condoms xl",
    "Tents",
    "health",
    "pharmacy near me",
  ];
  const search = (query: string) => ({ v: 1, kind: "search", query, at: device.clock }) as const;
  const kept = ["running shoes", "healthy toys", "toys"];
  await shopper.ask<"append">({ type: "append", events: [...queries, ...kept].map(search) });
  const events = await shopper.ask<"events">({ type: "events", limit: 20 });
  expect(events.map(({ query }) => query).toReversed()).toEqual(kept);
});

test("of what a list shows nothing is kept of the products that its page calls so, nor any category", async () => {
  const shopper = tab();
  await shopper.open(GRANTED, "marked");
  const list = { v: 1, kind: "list", at: device.clock } as const;
  const categories = ["Beauty > Sex toys", "", "Garden", "Camping > Tents", "Health"];
  const given: readonly ShopEvent[] = [
    { ...list, items: ["new-1", "new-2", "new-3", "new-4", "shoe-0"], categories },
    { ...list, items: ["new-1", "new-5"], categories: ["Sex toys", "Sex toys"], placement: { shelf: "new" } },
  ];
  expect(await shopper.ask<"append">({ type: "append", events: given })).toMatchObject({ stored: 1 });
  const [kept, ...others] = await shopper.ask<"events">({ type: "events", limit: 9 });
  expect([kept, others]).toEqual([{ ...list, items: ["new-2", "new-3", "shoe-0"] }, []]);
});

test.each([
  ["first", "Home > Health"],
  ["first", "Health > Supplements"],
  ["marked", "ADULT"],
  ["marked", "Sexual Wellness"],
  ["marked", "Outdoor gear and more > Tents > Sale"],
])(
  "nothing is kept of a product whose page names its category, though it is like none in the catalogue: %s, %s",
  async (shop, category) => {
    const shopper = tab();
    await shopper.open(GRANTED, shop);
    const told = { title: "Aurora 2", category };
    expect(await shopper.does("view", "new-1", told)).toEqual({ stored: 0, duplicates: 0 });
    // Of what the catalogue knows it says itself what it is.
    expect((await shopper.does("view", "shoe-0", told)).stored).toBe(1);
    expect((await shopper.does("view", "new-2", { ...told, category: "Healthy shoes > Sale" })).stored).toBe(1);
  },
);

test("nothing is kept of a product whose category may have been cut, unless the catalogue knows what it is", async () => {
  const shopper = tab();
  await shopper.open();
  const category = "Garden > ".repeat(CATEGORY_LENGTH).slice(0, CATEGORY_LENGTH);
  expect(await shopper.does("view", "new-1", { title: "Aurora 2", category })).toEqual({ stored: 0, duplicates: 0 });
  expect((await shopper.does("view", "shoe-0", { title: "Aurora 2", category })).stored).toBe(1);
  expect((await shopper.does("view", "new-2", { title: "Aurora 2", category: category.slice(1) })).stored).toBe(1);
});

test("nothing is kept of a product that one of two told categories likens to a sensitive one, nor of one without a title", async () => {
  const shopper = tab();
  await shopper.open(GRANTED, "marked");
  const title = "Aurora 2";
  const category = "Ridge tents > Sale > Summer offers > Weekly deals > Everything else";
  expect(await shopper.does("view", "new-1", { title, category })).toEqual({ stored: 0, duplicates: 0 });
  for (const category of ["Health", "Camping > Tents", "Ridge tents"])
    expect(await shopper.does("view", "new-2", { category })).toEqual({ stored: 0, duplicates: 0 });
  expect((await shopper.does("view", "new-3", { category: "Garden" })).stored).toBe(1);
});

test("what only its page tells to be sensitive is forgotten once the catalogue is here, though it was recorded before, or is being", async () => {
  let [arrives, saves] = [(): void => {}, (): void => {}];
  const here = new Promise<void>((resolve) => {
    arrives = resolve;
  });
  const saved = new Promise<void>((resolve) => {
    saves = resolve;
  });
  const late = tab({
    file: async (...given) => {
      await here;
      return fetchFile(...given);
    },
    faults: (store) => ({
      async append(events) {
        const appended = await store.append(events);
        if (events.some(({ item }) => item === "new-4")) await saved;
        return appended;
      },
    }),
  });
  const names = async () => (await late.ask<"events">({ type: "events", limit: 9 })).map(({ item }) => item);
  const opening = late.open(GRANTED, "marked");
  await expect.poll(async () => (await late.ask<"status">({ type: "status" })).storage.state).toBe("indexeddb");
  await late.does("view", "new-1", { title: "Ridge tent" });
  await late.does("view", "new-2", { title: "Aurora 2", category: "Outdoor gear and more > Tents > Sale" });
  await late.does("view", "new-3", { title: "Glide running shoe" });
  // Without a title.
  await late.does("view", "new-6", { category: "Camping > Tents" });
  await late.does("view", "new-7", { category: "Garden" });
  // Without any catalogue too.
  expect((await late.does("view", "new-5", { title: "Aurora 2", category: "Health" })).stored).toBe(0);
  const saving = late.does("view", "new-4", { title: "Solo tent" });
  expect(await names()).toEqual(["new-7", "new-6", "new-3", "new-2", "new-1"]);
  arrives();
  await opening;
  await expect.poll(names).not.toContain("new-1");
  saves();
  await saving;
  expect(await names()).toEqual(["new-7", "new-3"]);
});

test("what pages told of products that a late catalogue knows is forgotten once it is here, and what they did is not", async () => {
  let arrives = (): void => {};
  const here = new Promise<void>((resolve) => {
    arrives = resolve;
  });
  const late = tab({ file: (...given) => here.then(() => fetchFile(...given)) });
  const opening = late.open();
  await expect.poll(async () => (await late.ask<"status">({ type: "status" })).storage.state).toBe("indexeddb");
  const told = { title: "Storm running shoe", category: "Sport > Running shoes" };
  await late.does("view", "shoe-2", told);
  await late.does("view", "shoe-3", { category: told.category });
  await late.does("view", "new-1", told);
  arrives();
  await opening;
  const kept = async () =>
    (await late.ask<"export">({ type: "export" })).events.map(({ item, title, category }) => [item, title, category]);
  const cleaned = [
    ["shoe-2", undefined, undefined],
    ["shoe-3", undefined, undefined],
    ["new-1", told.title, told.category],
  ];
  await expect.poll(kept).toEqual(cleaned);
  const next = tab();
  await next.open();
  expect((await next.ask<"export">({ type: "export" })).events).toEqual(
    (await late.ask<"export">({ type: "export" })).events,
  );
});

test("what was noted before the shop marked the category, folded away or not, goes with the next catalogue, in every tab", async () => {
  const store = await openStore({
    name: device.storeName,
    now: () => device.clock,
    onLost: () => {},
    channel: { tell() {} },
    limits: { events: 4, eventBytes: 1e6 },
  });
  const at = device.clock - MINUTE;
  for (const [k, item] of ["tent-2", "shoe-2", "tent-0", "shoe-0", "tent-1", "shoe-1"].entries())
    await store.append([
      { v: 1, kind: k === 4 ? "purchase" : "view", item, at: at + k, ...(k === 4 && { transaction: "t" }) },
    ]);
  expect((await store.compact()).folded).toBe(3);
  await store.append([
    { v: 1, kind: "list", items: ["tent-0", "stove-0"], at: at + 6, placement: { shelf: "Tents" } },
    { v: 1, kind: "list", items: ["tent-0", "tent-1"], at: at + 7, placement: { shelf: "deals" } },
    { v: 1, kind: "click", item: "shoe-1", at: at + 8, placement: { shelf: "tents" } },
  ]);
  const before = tab();
  await before.open();
  expect(JSON.stringify(await before.ask<"profile">({ type: "profile" }))).toMatch(TENT);

  const after = tab();
  await after.open(GRANTED, "marked");
  const all = async () => JSON.stringify([await store.read(), await after.ask<"export">({ type: "export" })]);
  await expect.poll(all).not.toMatch(TENT);
  expect(await all()).toMatch(/shoe-0.*shoe-1.*stove-0/);
  expect(await all()).not.toMatch(/deals/);
  expect(Object.keys((await store.read()).compacted.items)).toEqual(["shoe-2"]);
  await expect.poll(async () => JSON.stringify(await before.ask<"profile">({ type: "profile" }))).not.toMatch(TENT);
  // The same purchase, reported by a page that does not know yet, is not held for a repeated one.
  expect((await store.append([{ v: 1, kind: "purchase", item: "tent-1", at, transaction: "t" }])).stored).toBe(1);
  store.close();
});
