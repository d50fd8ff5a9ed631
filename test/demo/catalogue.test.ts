import { expect, test } from "vitest";
import { readFeed } from "../../compiler/feed/read.ts";
import { DEPARTMENTS } from "../../demo/catalogue/departments/all.ts";
import { expand } from "../../demo/catalogue/expand.ts";
import { feedText } from "../../demo/catalogue/feed.ts";
import { picture } from "../../demo/pictures/picture.ts";

const goods = expand("pebblewick");

test("the same seed gives the same feed, another seed another", () => {
  expect(feedText(expand("pebblewick"))).toBe(feedText(goods));
  expect(feedText(expand("another"))).not.toBe(feedText(goods));
});

test.each(["pebblewick", "another", "a third"])("seed %s: titles, handles and ids are each there once", (seed) => {
  const made = expand(seed);
  for (const names of [
    made.map(({ title }) => title),
    made.map(({ handle }) => handle),
    made.flatMap(({ variants }) => variants.map(({ id }) => id)),
  ]) {
    expect(new Set(names).size).toBe(names.length);
  }
});

test("about a thousand products over a dozen departments, and running shoes among them", () => {
  expect(goods.length).toBeGreaterThan(950);
  expect(goods.length).toBeLessThan(1_200);
  expect(DEPARTMENTS).toHaveLength(12);
  for (const { name, kinds } of DEPARTMENTS) {
    const count = goods.filter(({ path }) => path[0] === name).length;
    expect(count).toBe(kinds.reduce((sum, kind) => sum + kind.count, 0));
    expect(count).toBeGreaterThan(70);
    expect(count).toBeLessThan(110);
  }
  expect(goods.filter(({ path }) => path[1] === "Running Shoes").length).toBeGreaterThan(35);
});

test("prices are those of a shop: none absurd, sales lower, larger sizes not cheaper", () => {
  for (const { title, variants } of goods) {
    for (const { price, salePrice = 0 } of variants) {
      expect(price, title).toBeGreaterThanOrEqual(1.5);
      expect(price, title).toBeLessThan(1_200);
      expect(Number.isInteger(Math.round(price * 100) / 5), title).toBe(true);
      expect(salePrice, title).toBeLessThan(price);
    }
    expect(variants.at(-1)?.price, title).toBeGreaterThanOrEqual(variants[0]?.price ?? Number.NaN);
  }
});

test("a few per cent are sold out and about a seventh are on sale", () => {
  const share = (count: number): number => count / goods.length;
  const out = share(goods.filter(({ variants }) => variants.every(({ inStock }) => !inStock)).length);
  const sale = share(goods.filter(({ variants: [first] }) => first?.salePrice !== undefined).length);
  expect(out).toBeGreaterThan(0.015);
  expect(out).toBeLessThan(0.06);
  expect(sale).toBeGreaterThan(0.08);
  expect(sale).toBeLessThan(0.2);
});

test("texts are filled in and say something", () => {
  for (const { title, description } of goods) {
    expect(title).not.toMatch(/[{}|]|undefined|\s\s|^\s|\s$/);
    expect(description).not.toMatch(/[{}|]|undefined/);
    expect(description.split(" ").length, title).toBeGreaterThan(14);
  }
});

test("every picture can be drawn", () => {
  for (const { title, picture: key } of goods) expect(picture(key), `${title}: ${JSON.stringify(key)}`).toBeDefined();
});

test("a few products sell much more than most", () => {
  const sold = goods.map(({ popularity }) => popularity);
  const total = sold.reduce((sum, one) => sum + one, 0);
  const best = sold.slice(0, Math.floor(sold.length / 10)).reduce((sum, one) => sum + one, 0);
  expect(best / total).toBeGreaterThan(0.25);
  expect(sold).toEqual([...sold].sort((a, b) => b - a));
});

test("the compiler reads the feed without a single complaint", () => {
  const { format, products, issues } = readFeed(Buffer.from(feedText(goods)), "feed.tsv");
  expect(issues).toEqual([]);
  expect(format).toBe("merchant-tsv");
  expect(products).toHaveLength(goods.length);
  const [first] = goods;
  expect(products[0]).toMatchObject({
    id: first?.id,
    title: first?.title,
    brand: first?.brand,
    category: first?.path,
    url: `/p/${first?.handle}`,
  });
});
