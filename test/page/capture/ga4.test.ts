import { expect, onTestFinished, test } from "vitest";
import { createGa4Reader, hearGa4 } from "../../../src/page/capture/ga4.ts";
import type { Turn } from "../../../src/page/capture/report.ts";
import { createProblems } from "../../../src/page/problems.ts";

/** Reads entries one after the other: what was reported. */
function read(...entries: readonly object[]): unknown[] {
  const told: unknown[] = [];
  const hear = createGa4Reader((name, params) => told.push([name, params]));
  for (const entry of entries) hear(entry);
  return told;
}

function gtag(..._: unknown[]): IArguments {
  // biome-ignore lint/complexity/noArguments: gtag() pushes exactly this object
  return arguments;
}

const items = [{ item_id: "SKU_12345", item_name: "Stan and Friends Tee", item_variant: "green", price: 10.01 }];
const line = { item_id: "SKU_12345", item_name: "Stan and Friends Tee" };

test("Tag Manager's entries and gtag's are read alike, other events are not", () => {
  const ecommerce = { currency: "USD", value: 30.03, transaction_id: "T_12345", items };
  const bought = ["purchase", { transaction_id: "T_12345", items: [line] }];
  expect(read({ event: "purchase", ecommerce })).toEqual([bought]);
  expect(read(gtag("event", "purchase", ecommerce))).toEqual([bought]);
  expect(read({ event: "gtm.js" }, gtag("js", new Date()), gtag("config", "G-1"), gtag("event", "login", {}))).toEqual(
    [],
  );
  expect(read({ event: "view_promotion", ecommerce }, { event: "toString" }, { event: 7 })).toEqual([]);
});

test("what is said of e-commerce holds until it is said again or set to null", () => {
  expect(read({ ecommerce: { items } }, { event: "view_item" })).toEqual([["view_item", { items: [line] }]]);
  const list = { item_list_id: "related", items };
  expect(
    read(
      { event: "view_item_list", ecommerce: list },
      { ecommerce: null },
      { event: "add_to_cart", ecommerce: { items } },
    ),
  ).toEqual([
    ["view_item_list", { item_list_id: "related", items: [line] }],
    ["add_to_cart", { items: [line] }],
  ]);
  expect(read({ ecommerce: { items } }, { ecommerce: null }, { event: "begin_checkout" })).toEqual([
    ["begin_checkout", {}],
  ]);
});

test("searches have their word beside e-commerce", () => {
  const found = { event: "view_search_results", search_term: "Clothing", ecommerce: { items } };
  expect(read(gtag("event", "search", { search_term: "t-shirts" }), found)).toEqual([
    ["search", { search_term: "t-shirts" }],
    ["view_search_results", { search_term: "Clothing", items: [line] }],
  ]);
});

test("the levels of a line's category are among its fields", () => {
  const levels = { item_category: "Apparel", item_category2: "Adult", item_category5: "Short sleeve" };
  const ecommerce = { items: [{ ...items[0], ...levels, item_category6: "none of GA4's" }] };
  expect(read(gtag("event", "view_item", ecommerce))).toEqual([["view_item", { items: [{ ...line, ...levels }] }]]);
});

test("an item without an id goes by its name, which is all that GA4 asks for; in a list it has none", () => {
  const named = { item_name: "Stan and Friends Tee" };
  const both = [named, { ...named, item_id: "" }, { ...named, item_id: 12 }, {}];
  const lines = [line.item_name, line.item_name, 12, undefined].map((item_id, at) => ({ ...both[at], item_id }));
  expect(read({ event: "view_item", ecommerce: { items: both } }, { event: "view_item_list" })).toEqual([
    ["view_item", { items: lines }],
    ["view_item_list", { items: both }],
  ]);
});

test("what is reported is a copy, of 200 items at most", () => {
  const mine = {
    event: "view_item_list",
    ecommerce: { items: Array.from({ length: 1_000 }, (_, k) => ({ item_id: `${k}` })) },
  };
  const [told] = read(mine) as [[string, { items: object[] }]];
  mine.ecommerce.items[0]!.item_id = "changed";
  expect([told[1].items.length, told[1].items[0]]).toEqual([200, { item_id: "0" }]);
});

let layers = 0;

/** A layer of its own name, and how to listen to it: what was reported, and how to turn the page and end it. */
function openLayer(...layer: object[]) {
  const name = `ga4-${layers++}`;
  const hear = () => {
    const told: string[] = [];
    const life = new AbortController();
    let turn: (why: Turn) => void = () => {};
    hearGa4(
      {
        report: (event, { items }) => void told.push(`${event} ${(items as { item_id: string }[])[0]?.item_id}`),
        know: () => {},
        problems: createProblems(),
        signal: life.signal,
        onTurn: (run) => {
          turn = run;
        },
      },
      name,
    );
    onTestFinished(() => life.abort());
    return { told, turn: (why: Turn) => turn(why), end: () => life.abort() };
  };
  Object.assign(globalThis, { [name]: layer });
  onTestFinished(() => void Reflect.deleteProperty(globalThis, name));
  return { layer, hear };
}

const said = (event: string, item_id: string) => ({ event, ecommerce: { items: [{ item_id }] } });

test("one object pushed twice is two acts, and what was read before is not read again by whoever comes after", () => {
  const add = said("add_to_cart", "A");
  const { layer, hear } = openLayer(add);
  const first = hear();
  layer.push(add, add);
  layer.push(add);
  expect(first.told).toEqual(Array(4).fill("add_to_cart A"));
  first.end();
  const second = hear();
  expect(second.told).toEqual([]);
  layer.push(add);
  expect(second.told).toEqual(["add_to_cart A"]);
});

test("what a page shows is told once more as it comes back, as often as it does; acts, purchases and what was before its address are not", () => {
  const { layer, hear } = openLayer(said("view_item", "BEFORE"));
  const { told, turn } = hear();
  turn("navigated");
  layer.push(said("view_item", "A"), said("view_item_list", "B"), said("add_to_cart", "A"), said("purchase", "A"));
  for (let times = 0; times < 2; times++) {
    told.length = 0;
    turn("left");
    turn("returned");
    expect(told).toEqual(["view_item A", "view_item_list B"]);
  }
});
