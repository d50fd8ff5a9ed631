import { expect, test } from "vitest";
import { DEPARTMENTS } from "../../demo/catalogue/departments/all.ts";
import { expand } from "../../demo/catalogue/expand.ts";
import { HISTORY_DAYS, HISTORY_END, historyText, SHOPPERS } from "../../demo/catalogue/history.ts";
import { MISSIONS } from "../../demo/catalogue/missions.ts";

interface Row {
  readonly shopper: string;
  readonly item: string;
  readonly time: string;
  readonly kind: string;
}

const goods = expand("pebblewick");
const text = historyText(goods, "pebblewick");
// Written by historyText; the tests below check every field.
const rows = text
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as Row);

test("the same seed gives the same bytes", () => {
  expect(historyText(goods, "pebblewick")).toBe(text);
});

test("every mission wants kinds that are made, and every kind is wanted", () => {
  const kinds = DEPARTMENTS.flatMap((department) => department.kinds.map(({ key }) => key));
  const wanted = MISSIONS.flatMap(({ wants }) => wants.map(([kind]) => kind));
  expect(new Set(kinds).size).toBe(kinds.length);
  expect(wanted.filter((kind) => !kinds.includes(kind))).toEqual([]);
  expect(kinds.filter((kind) => !wanted.includes(kind))).toEqual([]);
});

test("rows are in time, of the last ninety days, about products of the shop", () => {
  const ids = new Set(goods.map(({ id }) => id));
  const times = rows.map(({ time }) => Date.parse(time));
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times.at(-1)).toBeLessThanOrEqual(HISTORY_END);
  expect(times[0]).toBeGreaterThanOrEqual(HISTORY_END - HISTORY_DAYS * 86_400_000);
  expect(rows.filter(({ item }) => !ids.has(item))).toEqual([]);
  expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(["view", "cart", "purchase"]));
});

test("nearly all of three thousand shoppers come, and what is bought was in a basket", () => {
  const shoppers = new Set(rows.map(({ shopper }) => shopper)).size;
  expect(shoppers).toBeLessThanOrEqual(SHOPPERS);
  expect(shoppers).toBeGreaterThan(SHOPPERS * 0.95);
  const carted = new Set(rows.filter(({ kind }) => kind === "cart").map(({ shopper, item }) => `${shopper} ${item}`));
  const bought = rows.filter(({ kind }) => kind === "purchase");
  expect(bought.length).toBeGreaterThan(3_000);
  expect(bought.filter(({ shopper, item }) => !carted.has(`${shopper} ${item}`))).toEqual([]);
});

test("who buys running shoes buys running socks far more often than who does not", () => {
  const kindOf = new Map(goods.map(({ id, kind }) => [id, kind]));
  const baskets = new Map<string, Set<string>>();
  for (const { shopper, item, kind } of rows) {
    if (kind !== "purchase") continue;
    const basket = baskets.get(shopper) ?? new Set();
    baskets.set(shopper, basket.add(kindOf.get(item) ?? ""));
  }
  const share = (list: readonly Set<string>[]): number =>
    list.filter((basket) => basket.has("running-sock")).length / list.length;
  const all = [...baskets.values()];
  const runners = share(all.filter((basket) => basket.has("road-shoe")));
  const others = share(all.filter((basket) => !basket.has("road-shoe")));
  expect(runners).toBeGreaterThan(5 * others);
});
