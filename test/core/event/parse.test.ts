import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CATEGORY_LENGTH,
  ID_LENGTH,
  LONGEST_DWELL_MS,
  MOST_ITEMS,
  MOST_QUANTITY,
  type ShopEvent,
} from "../../../src/core/event/event.ts";
import { EVENT_KINDS, EVENT_NAMES, type EventKind } from "../../../src/core/event/kinds.ts";
import { parseEvent } from "../../../src/core/event/parse.ts";
import { parseStored } from "../../../src/core/event/stored.ts";

const AT = 1_700_000_000_000;

const events = (name: string, params: unknown): readonly ShopEvent[] => {
  const parsed = parseEvent(name, params, AT);
  if (!parsed.ok) throw new Error(parsed.issues.join("; "));
  return parsed.events;
};

const issues = (name: string, params: unknown, at = AT): readonly string[] => {
  const parsed = parseEvent(name, params, at);
  if (parsed.ok) throw new Error(`accepted: ${JSON.stringify(parsed.events)}`);
  return parsed.issues;
};

describe("parseEvent", () => {
  test("reads a product view as GA4 writes it", () => {
    const params = { currency: "EUR", value: 89, items: [{ item_id: "SKU_1", item_name: "Trail Runner", price: 89 }] };
    expect(events("view_item", params)).toEqual([{ v: 1, kind: "view", at: AT, item: "SKU_1", title: "Trail Runner" }]);
  });

  test("reads the levels of an item's category from the top, whatever is missing of them", () => {
    const levels = {
      item_category3: "Tents",
      item_category: "Outdoor",
      item_category2: " ",
      item_category5: 4,
      item_category6: "none",
    };
    expect(events("view_item", { items: [{ item_id: "A", ...levels }, { item_id: "B" }] })).toEqual([
      { v: 1, kind: "view", at: AT, item: "A", category: "Outdoor > Tents > 4" },
      { v: 1, kind: "view", at: AT, item: "B" },
    ]);
  });

  test("keeps a long path of a category whole, whose last level may be the sensitive one, up to a length that tells that it was cut", () => {
    const [first, second] = ["x".repeat(150), "y".repeat(150)];
    const line = { item_id: "A", item_category: first, item_category2: second, item_category3: "Health" };
    expect(events("view_item", line)[0]?.category).toBe(`${first} > ${second} > Health`);
    const [cut] = events("view_item", { ...line, item_category: "x".repeat(CATEGORY_LENGTH) });
    expect(cut?.category).toHaveLength(CATEGORY_LENGTH);
  });

  test("lets item_id beside the parameters stand for one item, as text or number", () => {
    expect(events("add_to_cart", { item_id: 4711, quantity: "2" })).toEqual([
      { v: 1, kind: "cart", at: AT, item: "4711", quantity: 2 },
    ]);
  });

  test("makes one event of each product bought, all with the transaction", () => {
    const items = [
      { item_id: "A", quantity: 1 },
      { item_id: "B", quantity: 3 },
    ];
    expect(events("purchase", { transaction_id: "T-9", value: 40, items })).toEqual([
      { v: 1, kind: "purchase", at: AT, item: "A", quantity: 1, transaction: "T-9" },
      { v: 1, kind: "purchase", at: AT, item: "B", quantity: 3, transaction: "T-9" },
    ]);
  });

  test("keeps a list as one event with its shown set, in order", () => {
    const items = [
      { item_id: "B", index: 0 },
      { item_id: "A", index: 1 },
    ];
    expect(events("view_item_list", { item_list_id: "", item_list_name: "Running", items })).toEqual([
      { v: 1, kind: "list", at: AT, items: ["B", "A"], placement: { shelf: "Running" } },
    ]);
    expect(events("view_item_list", { item_list_id: "empty", items: [] })).toEqual([]);
  });

  test("takes the placement from the item first, then from the parameters", () => {
    const params = {
      item_list_id: "grid",
      list_request: "r1",
      list_policy: "rules-1",
      items: [
        { item_id: "A", index: 4 },
        { item_id: "B", index: 0, item_list_id: "teaser" },
      ],
    };
    expect(events("select_item", params).map((event) => event.placement)).toEqual([
      { shelf: "grid", slot: 4, request: "r1", policy: "rules-1" },
      { shelf: "teaser", slot: 0, request: "r1", policy: "rules-1" },
    ]);
  });

  test("reads searches, dwell and events that name no product", () => {
    expect(events("search", { search_term: "  rain jacket " })[0]).toMatchObject({
      kind: "search",
      query: "rain jacket",
    });
    expect(events("item_dwell", { item_id: "A", dwell_ms: 1234.5 })[0]).toMatchObject({
      kind: "dwell",
      dwellMs: 1234.5,
    });
    expect(events("begin_checkout", { items: [{}] })).toEqual([{ v: 1, kind: "checkout", at: AT }]);
    expect(events("page_view", undefined)).toEqual([{ v: 1, kind: "page", at: AT }]);
  });

  test("cuts what may be cut: dwell, queries, names of lists, items after the limit", () => {
    expect(events("item_dwell", { item_id: "A", dwell_ms: 9e9 })[0]?.dwellMs).toBe(LONGEST_DWELL_MS);
    expect(events("search", { search_term: "x".repeat(999) })[0]?.query).toHaveLength(ID_LENGTH);
    const items = Array.from({ length: 300 }, (_, i) => ({ item_id: `p${i}` }));
    const [list] = events("view_item_list", { item_list_id: "n".repeat(999), items });
    expect(list?.items).toHaveLength(MOST_ITEMS);
    expect(list?.placement?.shelf).toHaveLength(ID_LENGTH);
  });

  test("names an unknown event and the one that was probably meant", () => {
    expect(issues("view_itm", {})).toEqual(['view_itm: unknown event; did you mean "view_item"?']);
    expect(issues("addToCart", {})).toEqual(['addToCart: unknown event; did you mean "add_to_cart"?']);
    expect(issues("constructor", {})[0]).toContain("unknown event");
  });

  test.each([
    ["view_item", {}, "view_item: item_id or items is missing"],
    ["view_item", { items: [] }, "view_item: item_id or items is missing"],
    ["purchase", { items: [{ item_name: "Gift wrap" }] }, "purchase: items[0].item_id"],
    ["view_item_list", { items: [{ item_name: "Advert" }] }, "view_item_list: items[0].item_id"],
    ["refund", {}, "refund: item_id or items is missing"],
    ["refund", { transaction_id: "T", items: { item_id: "A" } }, "refund: items must be an array"],
    ["refund", { transaction_id: "T", items: [{}] }, "refund: items[0].item_id"],
    ["view_item", { item_id: "i".repeat(201) }, "items[0].item_id"],
    ["add_to_cart", { items: { item_id: "A" } }, "items must be an array"],
    ["add_to_cart", { item_id: "A", quantity: Number.NaN }, "items[0].quantity must be a number above 0"],
    ["add_to_cart", { item_id: "A", quantity: -1 }, "items[0].quantity"],
    ["add_to_cart", { item_id: "A", quantity: 0 }, "items[0].quantity"],
    ["item_dwell", { item_id: "A" }, "dwell_ms is missing"],
    ["search", { search_term: "   " }, "search_term"],
    ["search", "shoes", "must be an object"],
  ])("refuses %s %j", (name, params, message) => {
    expect(issues(name, params).join("\n")).toContain(message);
  });

  test("leaves out a line that cannot be read, says so, and records the others", () => {
    const items = [
      { item_id: "A", quantity: 2 },
      { item_name: "Gift wrap" },
      { item_id: "B", quantity: -1 },
      { item_id: "C", quantity: 0 },
      { item_id: "D", quantity: null },
    ];
    const parsed = parseEvent("purchase", { transaction_id: "T", items }, AT);
    if (!parsed.ok) throw new Error(parsed.issues.join());
    expect(parsed.events.map(({ item }) => item)).toEqual(["A", "D"]);
    expect(parsed.issues.map((issue) => issue.split(" must")[0])).toEqual([
      "purchase: items[1].item_id",
      "purchase: items[2].quantity",
      "purchase: items[3].quantity",
    ]);
    expect(events("view_item_list", { items: [{ item_name: "Advert" }, { item_id: "A" }] })[0]?.items).toEqual(["A"]);
  });

  test("a position that is none is left out, the event is not", () => {
    const parsed = parseEvent("select_item", { item_id: "A", item_list_id: "grid", index: -1 }, AT);
    expect(parsed).toMatchObject({ ok: true, events: [{ item: "A", placement: { shelf: "grid" } }] });
    expect(parsed.issues).toEqual(["select_item: items[0].index must be a number of 0 or more"]);
  });

  test("reads GA4's full refund as one of the whole transaction, and a partial one by its items", () => {
    const whole = [{ v: 1, kind: "refund", at: AT, transaction: "T-9" }];
    expect(events("refund", { transaction_id: "T-9", currency: "EUR", value: 40 })).toEqual(whole);
    expect(events("refund", { transaction_id: "T-9", items: [] })).toEqual(whole);
    expect(events("refund", { transaction_id: "T-9", items: [{ item_id: "A" }] })).toEqual([
      { ...whole[0], item: "A" },
    ]);
  });

  test("knows every e-commerce event of GA4", () => {
    const names =
      "add_payment_info add_shipping_info add_to_cart add_to_wishlist begin_checkout purchase refund remove_from_cart " +
      "select_item select_promotion view_cart view_item view_item_list view_promotion";
    const params = { items: [{ item_id: "A", promotion_id: "P" }], transaction_id: "T" };
    for (const name of names.split(" ")) expect(parseEvent(name, params, AT)).toMatchObject({ ok: true, issues: [] });
    expect(events("view_promotion", params)).toEqual([]);
    expect(events("select_promotion", params)).toEqual([]);
  });

  test("refuses a time that is none", () => {
    for (const at of [Number.NaN, -1, Number.POSITIVE_INFINITY, 9e15])
      expect(issues("page_view", {}, at)).toHaveLength(1);
  });

  const word = fc.oneof(
    fc.string(),
    fc.double(),
    fc.constant(undefined),
    fc.constant(null),
    fc.string({ minLength: 201 }),
  );
  const line = fc.record(
    { item_id: word, index: word, quantity: word, item_list_id: word, item_list_name: word, list_request: word },
    { requiredKeys: [] },
  );
  const params = fc.record(
    {
      items: fc.oneof(fc.array(fc.oneof(line, fc.anything())), fc.anything()),
      item_id: word,
      transaction_id: word,
      search_term: word,
      dwell_ms: word,
      list_policy: word,
    },
    { requiredKeys: [] },
  );

  test("whatever a data layer holds gives issues or events that can be stored, never an exception", () => {
    const name = fc.constantFrom(...Object.keys(EVENT_NAMES), "toString", "");
    fc.assert(
      fc.property(name, fc.oneof(params, fc.anything()), (eventName, given) => {
        const parsed = parseEvent(eventName, given, AT);
        if (!parsed.ok) expect(parsed.issues.length).toBeGreaterThan(0);
        else for (const event of parsed.events) expect(parseStored(structuredClone(event))).toEqual(event);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("parseStored", () => {
  const id = fc.string({ minLength: 1, maxLength: ID_LENGTH });
  const time = fc.integer({ min: 0, max: 8.64e15 });
  const number = (max: number) => fc.double({ min: 0, max, noNaN: true });
  const full = fc.record({
    v: fc.constant(1 as const),
    kind: fc.constantFrom(...(Object.keys(EVENT_KINDS) as EventKind[])),
    at: time,
    item: id,
    items: fc.array(id, { maxLength: 8 }),
    category: fc.string({ minLength: 1, maxLength: CATEGORY_LENGTH }),
    quantity: number(MOST_QUANTITY),
    dwellMs: number(LONGEST_DWELL_MS),
    query: fc.string({ minLength: 1, maxLength: ID_LENGTH }),
    transaction: id,
    placement: fc.record({ shelf: id, slot: fc.nat(1000), request: id, policy: id }, { requiredKeys: ["shelf"] }),
  });

  test("gives a good event back, without unknown keys", () => {
    fc.assert(
      fc.property(full, (event) => {
        const dirty = { ...event, extra: 1, placement: { ...event.placement, extra: 2 } };
        expect(parseStored(JSON.parse(JSON.stringify(dirty)))).toEqual(JSON.parse(JSON.stringify(event)));
      }),
    );
  });

  test("refuses an event with any one field out of shape or range", () => {
    const wrong: Readonly<Record<string, readonly unknown[]>> = {
      v: [2, "1", undefined],
      kind: ["look", "constructor", 1, undefined],
      at: [Number.NaN, -1, "1", undefined],
      item: ["", "i".repeat(201), 7, null],
      items: ["A", [""], [1], Array(201).fill("A")],
      category: ["", "c".repeat(1_001), 5],
      quantity: [-1, Number.NaN, 10_001, "2", null],
      dwellMs: [-1, 600_001, Number.POSITIVE_INFINITY],
      query: ["", "q".repeat(201), {}],
      transaction: ["", 9],
      placement: [{}, { shelf: "" }, { shelf: "a", slot: -1 }, { shelf: "a", request: 5 }, "a", null],
    };
    fc.assert(
      fc.property(full, fc.constantFrom(...Object.keys(wrong)), fc.nat(), (event, field, pick) => {
        const values = wrong[field]!;
        expect(parseStored({ ...event, [field]: values[pick % values.length] })).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  test("refuses an event that lacks what its kind needs", () => {
    const bare = (kind: string, more = {}) => parseStored({ v: 1, kind, at: AT, ...more });
    for (const kind of ["view", "purchase", "impression", "list", "search", "dwell"])
      expect(bare(kind)).toBeUndefined();
    expect(bare("dwell", { item: "A" })).toBeUndefined();
    expect(bare("refund")).toBeUndefined();
    expect(bare("refund", { transaction: "T" })).toEqual({ v: 1, kind: "refund", at: AT, transaction: "T" });
    expect(bare("purchase", { transaction: "T" })).toBeUndefined();
    expect(bare("page")).toEqual({ v: 1, kind: "page", at: AT });
  });

  test("refuses what is no event at all", () => {
    const nothing = fc.property(fc.anything(), (value) => {
      expect(parseStored(value)).toBeUndefined();
    });
    fc.assert(nothing);
  });
});
