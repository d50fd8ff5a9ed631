import fc from "fast-check";
import { expect, test } from "vitest";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { createMerge, SAME_ACT_MS } from "../../../src/page/capture/merge.ts";
import type { Origin } from "../../../src/page/capture/report.ts";

const event = (kind: ShopEvent["kind"], item: string, at = 0, more: Partial<ShopEvent> = {}): ShopEvent => ({
  v: 1,
  kind,
  at,
  item,
  ...more,
});

const ORIGINS: readonly Origin[] = ["api", "markup", "ga4", "json-ld", "woocommerce", "shopify"];
const report = fc.record({
  origin: fc.constantFrom(...ORIGINS),
  kind: fc.constantFrom<ShopEvent["kind"]>("view", "click", "cart", "purchase"),
  item: fc.constantFrom("A", "B"),
});
type Report = typeof report extends fc.Arbitrary<infer T> ? T : never;

const timesBy = (reports: readonly Report[], of: Report): number =>
  reports.filter((one) => JSON.stringify(one) === JSON.stringify(of)).length;

/** As often as whoever tells of it most often does; a view or a purchase that is read on the page, once. */
function expected(reports: readonly Report[], kind: string, item: string): number {
  const times = ORIGINS.map((origin) => {
    const told = timesBy(reports, { origin, kind, item } as Report);
    const once = (kind === "view" || kind === "purchase") && origin !== "api" && origin !== "markup";
    return once ? Math.min(told, 1) : told;
  });
  return Math.max(...times);
}

test("in whatever order origins tell, an event is kept as often as the one that told of it most often did", () => {
  fc.assert(
    fc.property(fc.array(report, { maxLength: 40 }), (reports) => {
      const merge = createMerge();
      const kept = reports.flatMap(({ origin, kind, item }, k) => merge.admit(origin, [event(kind, item, k)]));
      for (const kind of ["view", "click", "cart", "purchase"]) {
        for (const item of ["A", "B"]) {
          const times = kept.filter((one) => one.kind === kind && one.item === item).length;
          expect(times).toBe(expected(reports, kind, item));
        }
      }
    }),
  );
});

test("what one origin alone tells of acts passes as it is", () => {
  const acts = fc.array(fc.record({ kind: fc.constantFrom("click" as const, "cart" as const), item: fc.string() }));
  fc.assert(
    fc.property(fc.constantFrom(...ORIGINS), acts, (origin, told) => {
      const events = told.map(({ kind, item }, k) => event(kind, item, k));
      expect(createMerge().admit(origin, events)).toEqual(events);
    }),
  );
});

test("acts are one within ten seconds, views as long as the page is viewed", () => {
  const merge = createMerge();
  const times = (kind: ShopEvent["kind"], at: number): number => {
    merge.admit("ga4", [event(kind, kind, 0)]);
    return merge.admit("shopify", [event(kind, kind, at)]).length;
  };
  expect([times("cart", SAME_ACT_MS), times("click", SAME_ACT_MS + 1), times("view", 60_000)]).toEqual([0, 1, 0]);
});

test("purchases are one by their transaction, searches by their words, lists by what is in them", () => {
  const merge = createMerge();
  const again = (first: ShopEvent, second: ShopEvent): number => {
    merge.admit("ga4", [first]);
    return merge.admit("woocommerce", [second]).length;
  };
  const bought = (transaction?: string) => event("purchase", "A", 0, transaction === undefined ? {} : { transaction });
  expect(again(bought("T1"), bought("T2"))).toBe(1);
  expect(again(bought("T3"), bought())).toBe(0);
  const search = (query: string): ShopEvent => ({ v: 1, kind: "search", at: 0, query });
  expect(again(search("Red Shoes"), search("red shoes"))).toBe(0);
  expect(again(search("tent"), search("tents"))).toBe(1);
  const list = (...items: string[]): ShopEvent => ({ v: 1, kind: "list", at: 0, items });
  expect(again(list("A", "B"), list("A", "B"))).toBe(0);
  expect(again(list("A", "C"), list("A", "C", "D"))).toBe(1);
});

test("a product of several names is one, also where they become known later, and its title is a name", () => {
  const merge = createMerge();
  merge.admit("ga4", [event("view", "shopify_US_1_2")]);
  merge.know({ ids: ["1", "gid://shopify/ProductVariant/2"], title: "Trail Runner" }, "shopify");
  expect(merge.admit("shopify", [event("view", "1")])).toHaveLength(1);
  merge.know({ ids: ["shopify_US_1_2"], title: " trail runner" }, "ga4");
  expect(merge.admit("json-ld", [event("view", "2")])).toEqual([]);
  expect(merge.namesOf("2")).toEqual({ ids: ["2", "shopify_1_2", "1"], titles: ["trail runner"] });
  expect(merge.viewed()).toBe("shopify_US_1_2");
  merge.admit("ga4", [event("view", "another")]);
  expect(merge.viewed()).toBeUndefined();
});

test("every line of a purchase is kept, also of two products of one title, and told again by another none is", () => {
  const merge = createMerge();
  for (const id of ["TS-RED", "TS-BLUE"]) merge.know({ ids: [id], title: "T-Shirt" }, "ga4");
  const bought = ["TS-RED", "TS-BLUE"].map((id) => event("purchase", id, 0, { transaction: "T1" }));
  expect(merge.admit("ga4", bought)).toEqual(bought);
  expect(merge.admit("ga4", bought)).toEqual([]);
  expect(merge.namesOf("TS-BLUE")).toEqual({ ids: ["TS-BLUE"], titles: ["t-shirt"] });
  merge.know({ ids: ["TEE", "TS-RED", "TS-BLUE"], title: "T-Shirt" }, "json-ld");
  const again = ["TS-BLUE", "TEE", "TEE"].map((id) => event("purchase", id));
  expect(merge.admit("woocommerce", again)).toEqual([again[2]]);
});

test("a view of a page that tells of two products of one title is a view of each", () => {
  const merge = createMerge();
  for (const id of ["1", "2"]) {
    merge.know({ ids: [id], title: "Tee" }, "ga4");
    expect(merge.admit("ga4", [event("view", id)])).toHaveLength(1);
  }
  merge.know({ ids: ["one"], title: "Tee" }, "shopify");
  expect(merge.admit("shopify", [event("view", "one")])).toEqual([]);
  merge.know({ ids: ["two"], title: "Tee" }, "shopify");
  expect(merge.admit("shopify", [event("view", "two")])).toHaveLength(1);
});

test("what is seen and how long is measured once, and never compared", () => {
  const merge = createMerge();
  const seen = event("impression", "A");
  expect([...merge.admit("markup", [seen]), ...merge.admit("api", [seen])]).toHaveLength(2);
});
