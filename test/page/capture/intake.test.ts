import { afterEach, expect, test, vi } from "vitest";
import { CATEGORY_LENGTH, type ShopEvent } from "../../../src/core/event/event.ts";
import { parseEvent } from "../../../src/core/event/parse.ts";
import { createIntake } from "../../../src/page/capture/intake.ts";
import { MAX_NAMES, SAME_ACT_MS } from "../../../src/page/capture/merge.ts";
import type { Origin, SourceName } from "../../../src/page/capture/report.ts";
import { unstored } from "../../../src/page/engine/recorder.ts";
import type { Page } from "../../../src/page/page.ts";

afterEach(() => void vi.restoreAllMocks());

/** The intake of a page of which nothing else is used, and what it has kept. `before`: what there is of the page before. */
function taken(before: readonly ShopEvent[] = []) {
  const kept: ShopEvent[] = [];
  const page = {
    engine: { ask: async () => ({ ok: true, value: before }) },
    admit: (_: Origin, events: readonly ShopEvent[]) => events,
    early: [],
    async record(name: string, params: unknown, at: number, admit = (events: readonly ShopEvent[]) => events) {
      const parsed = parseEvent(name, params, at);
      if (parsed.ok) kept.push(...admit(parsed.events));
      return unstored("ok");
    },
  };
  const intake = createIntake(
    page as unknown as Page,
    async ([id = ""]) => id,
    async () => {},
  );
  // Not what another test has told of this page.
  intake.turn();
  return { kept, intake };
}

test("of a page that goes on telling of products, as many categories are kept as names", () => {
  const { kept, intake } = taken();
  const category = "Sport > Running shoes";
  for (let k = 0; k <= MAX_NAMES; k++) intake.know("json-ld", { ids: [`new-${k}`], category });
  for (const k of [0, MAX_NAMES])
    intake.report("ga4", "view_item", { items: [{ item_id: `new-${k}`, item_name: "Aurora" }] });
  intake.flush();
  expect(kept.map(({ item, category }) => [item, category])).toEqual([
    ["new-0", category],
    [`new-${MAX_NAMES}`, undefined],
  ]);
});

test("a data layer's line tells the category of its product, with what the page's trail tells of it", () => {
  const { kept, intake } = taken();
  const view = (id: string, line: object): void =>
    intake.report("ga4", "view_item", { items: [{ item_id: id, item_name: `Aurora ${id}`, ...line }] });
  const apparel = { item_category: "Apparel", item_category2: "Adult", item_category3: "Shirts" };
  // The shape of developers.google.com/analytics/devguides/collection/ga4/reference/events.
  view("1", { ...apparel, item_category4: "Crew", item_category5: "Short sleeve" });
  view("2", { item_category: " Apparel ", item_category2: "", item_category4: 7, item_category5: {} });
  view("3", { item_category: "x".repeat(150), item_category2: "y".repeat(150) });
  // In whatever order they are told.
  view("4", { item_category: "Sport", item_category2: "Health" });
  intake.know("json-ld", { ids: ["4"], category: "Home > Sport > Running shoes" });
  intake.know("json-ld", { ids: ["5"], category: "Sport" });
  view("5", { item_category: "Sport" });
  view("6", {});
  // A line without them is of a product of which another has told.
  intake.report("ga4", "view_item_list", { items: [{ item_id: "7", item_name: "Aurora 7", ...apparel }] });
  view("7", {});
  intake.flush();
  expect(kept.flatMap(({ kind, item, category }) => (kind === "view" ? [[item, category]] : []))).toEqual([
    ["1", "Apparel > Adult > Shirts > Crew > Short sleeve"],
    ["2", "Apparel > 7"],
    ["3", `${"x".repeat(150)} > ${"y".repeat(150)}`],
    ["4", "Home > Sport > Running shoes > Health"],
    ["5", "Sport"],
    ["6", undefined],
    ["7", "Apparel > Adult > Shirts"],
  ]);
});

test("of a category's path no level is left out, however many and long they are, or it is as long as one that was cut", () => {
  const { kept, intake } = taken();
  const long = `${"x".repeat(150)} > ${"y".repeat(150)}`;
  const many = Array.from({ length: 60 }, (_, k) => `Level ${k}`).join(" > ");
  for (const [id, category] of [long, many, `${many} > ${long} > ${"z".repeat(150)}`].entries()) {
    intake.know("json-ld", { ids: [`${id}`], category });
    intake.report("ga4", "view_item", { items: [{ item_id: id, item_name: "Aurora", item_category: "Sale" }] });
  }
  intake.flush();
  expect(kept.slice(0, 2).map(({ category }) => category)).toEqual([`${long} > Sale`, `${many} > Sale`]);
  expect(kept[2]?.category).toHaveLength(CATEGORY_LENGTH);
});

test("the page's trail begins a path that its line's last level ends, whatever levels they share", () => {
  const { kept, intake } = taken();
  intake.know("json-ld", { ids: ["1"], category: "Shoes > Running" });
  const line = { item_id: "1", item_name: "Aurora", item_category: "Sale", item_category2: "Shoes" };
  intake.report("ga4", "view_item", { items: [line] });
  intake.flush();
  expect(kept[0]?.category).toBe("Shoes > Running > Sale > Shoes");
});

test("what one source tells of a product's category later does not take the place of what it told before", () => {
  const { kept, intake } = taken();
  const of = (category: string) => ({ items: [{ item_id: "1", item_name: "Aurora", item_category: category }] });
  intake.report("ga4", "view_item_list", of("Intimate"));
  for (const category of ["Sale", "Intimate", "Sale"]) intake.report("ga4", "view_item", of(category));
  intake.flush();
  expect(kept.find(({ kind }) => kind === "view")?.category).toBe("Intimate > Sale");
});

test("a category is passed on of a product without a title too", () => {
  const { kept, intake } = taken();
  intake.report("ga4", "view_item", { items: [{ item_id: "1", item_category: "Health" }] });
  intake.flush();
  expect(kept.map(({ item, category }) => [item, category])).toEqual([["1", "Health"]]);
});

test("where the page began long ago nothing of the one before is recalled", async () => {
  const agoMs = SAME_ACT_MS + 1_000;
  vi.spyOn(performance, "now").mockReturnValue(agoMs);
  const { kept, intake } = taken([{ v: 1, kind: "cart", item: "102", at: Date.now() - agoMs - 1_000 }]);
  await intake.recall("woocommerce");
  intake.report("ga4", "add_to_cart", { items: [{ item_id: "102" }] });
  intake.flush();
  expect(kept).toHaveLength(1);
});

test("of a cart that the page before has changed as it was left another source may tell here, once for each, and the same source changes it again", async () => {
  vi.spyOn(performance, "now").mockReturnValue(500);
  const began = Date.now() - 500;
  const act = (kind: ShopEvent["kind"], item: string, at: number): ShopEvent => ({ v: 1, kind, item, at });
  const { kept, intake } = taken([
    act("cart", "102", began - 1_000),
    act("uncart", "103", began - 1_000),
    act("view", "104", began - 1_000),
    act("cart", "105", began - SAME_ACT_MS - 1_000),
    act("cart", "106", began + 400),
    // Before too: the two clocks differ.
    act("cart", "107", began + 20),
  ]);
  await intake.recall("woocommerce");
  const tell = (origin: SourceName, name: string, ...ids: string[]): void => {
    intake.report(origin, name, { items: ids.map((id) => ({ item_id: id })) });
    intake.flush();
  };
  tell("ga4", "add_to_cart", "102");
  tell("ga4", "remove_from_cart", "103");
  tell("ga4", "add_to_cart", "107");
  expect(kept).toEqual([]);
  tell("ga4", "view_item", "104");
  tell("ga4", "add_to_cart", "102", "105", "106");
  expect(kept.map(({ kind, item }) => `${kind} ${item}`)).toEqual(["view 104", "cart 102", "cart 105", "cart 106"]);
  kept.length = 0;
  // By the form, of which the data layer has told already, and once more.
  tell("woocommerce", "add_to_cart", "102");
  expect(kept).toEqual([]);
  tell("woocommerce", "add_to_cart", "102");
  expect(kept).toHaveLength(1);
  // Once for the document: another Inkling there has nothing to do with the page before.
  const again = taken([act("cart", "108", began - 1_000)]);
  await again.intake.recall("woocommerce");
  again.intake.report("ga4", "add_to_cart", { items: [{ item_id: "108" }] });
  again.intake.flush();
  expect(again.kept).toHaveLength(1);
});

test("a view that is told just before the page's address changes is the next page's as well: who tells of it there tells of the same", () => {
  const now = vi.spyOn(Date, "now").mockReturnValue(10_000);
  const { kept, intake } = taken();
  const tell = (origin: SourceName, id: string): void => {
    intake.report(origin, "view_item", { items: [{ item_id: id }] });
    intake.flush();
  };
  for (const [at, id] of [10_000, 60_000, 120_000].entries()) {
    const item = `shoe-${at}`;
    now.mockReturnValue(id);
    tell("ga4", item);
    now.mockReturnValue(id + 200);
    intake.turn();
    now.mockReturnValue(id + 1_500);
    intake.know("json-ld", { ids: [item] }, "main");
    tell("json-ld", item);
  }
  expect(kept.map(({ item }) => item)).toEqual(["shoe-0", "shoe-1", "shoe-2"]);
  // Of a page that has been looked at, the same is another view.
  now.mockReturnValue(130_000);
  intake.turn();
  tell("json-ld", "shoe-2");
  expect(kept.map(({ item }) => item)).toEqual(["shoe-0", "shoe-1", "shoe-2", "shoe-2"]);
});

test("what waits as the page's address changes is carried over too", async () => {
  const { kept, intake } = taken();
  intake.report("ga4", "view_item", { items: [{ item_id: "shoe-1" }] });
  intake.turn();
  await vi.waitUntil(() => kept.length === 1);
  intake.report("json-ld", "view_item", { items: [{ item_id: "shoe-1" }] });
  intake.flush();
  expect(kept.map(({ item }) => item)).toEqual(["shoe-1"]);
});
