import { expect, test } from "vitest";
import type { ItemIndex } from "../../../../src/core/brands.ts";
import type { ShopEvent } from "../../../../src/core/event/event.ts";
import type { Prepared } from "../../../../src/core/rank/prepared.ts";
import { COUNTERS, cellOf, countsOf, MOST_A_CELL } from "../../../../src/core/rank/tuning/counts.ts";

const SIZE = 4_096;
const ranking = { categories: { names: ["Shoes", "Socks"] }, categoryOf: Uint32Array.of(1, 1, 2, 0) };
const counted = (events: readonly ShopEvent[]) => ({
  // Only what counting looks at.
  prepared: { ranking } as unknown as Prepared,
  resolve: (id: string) => (/^[0-3]$/.test(id) ? (Number(id) as ItemIndex) : undefined),
  events,
});
const did = (kind: ShopEvent["kind"], item: string, shelf?: string): ShopEvent => ({
  v: 1,
  kind,
  at: 1,
  item,
  ...(shelf && { placement: { shelf, policy: "base-1/ab~3:0.1" } }),
});
const counts = (name: string, events: readonly ShopEvent[]) => countsOf(COUNTERS[name]!, counted(events), SIZE);
const sum = (values: Float64Array) => values.reduce((all, one) => all + one, 0);

test("products looked at count once a device, whatever was done with them", () => {
  const items = counts("items", [did("view", "0"), did("view", "0"), did("cart", "2"), did("impression", "3", "home")]);
  expect(sum(items)).toBe(2);
  expect([items[cellOf("0", SIZE)], items[cellOf("2", SIZE)], items[cellOf("3", SIZE)]]).toEqual([1, 1, 0]);
});

test("transitions lead from category to category, over products that have one", () => {
  const transitions = counts("transitions", [did("view", "0"), did("view", "3"), did("view", "9"), did("view", "2")]);
  expect(sum(transitions)).toBe(1);
  expect(transitions[cellOf("Shoes\nSocks", SIZE)]).toBe(1);
});

test("impressions and clicks are those of a shelf and policy, bounded", () => {
  const seen = Array.from({ length: 50 }, () => did("impression", "0", "home"));
  const cell = cellOf("home\nbase-1", SIZE);
  expect(counts("impressions", seen)[cell]).toBe(MOST_A_CELL);
  expect(sum(counts("clicks", [...seen, did("click", "0", "home")]))).toBe(1);
});

test("cells are the same for ever, and are filled evenly", () => {
  expect([cellOf("0", 7), cellOf("shoe-1", 4_096), cellOf("", 5)]).toMatchInlineSnapshot(`
    [
      6,
      2395,
      4,
    ]
  `);
  const cells = new Float64Array(16);
  for (let at = 0; at < 16_000; at++) cells[cellOf(`product-${at}`, 16)]!++;
  // A thousand each, give or take six standard deviations.
  for (const count of cells) expect(Math.abs(count - 1_000)).toBeLessThan(190);
});
