import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CatalogueError, RowsError } from "../../compiler/errors.ts";
import { FeedError } from "../../compiler/feed/errors.ts";
import { buildLive } from "../../compiler/live.ts";
import type { LiveReport } from "../../compiler/report.ts";
import { build, feedOf, file, files, openCatalogue, temporaryFolder } from "./catalogue.ts";

const MORNING = [
  { id: "a", title: "A", price: "10 EUR", sku: "SKU-A" },
  { id: "b", title: "B", price: "20 EUR", link: "https://shop.example/p/b" },
  { id: "c1", item_group_id: "c", title: "C", price: "30 EUR" },
  { id: "c2", item_group_id: "c", title: "C", price: "31 EUR" },
];

/** Price and stock by id, after today's feed. */
async function renewed(rows: readonly unknown[]): Promise<{ report: LiveReport; now: Record<string, unknown> }> {
  const { out } = await build(feedOf(MORNING));
  const before = files(out);
  const report = await buildLive({ feed: feedOf(rows), out });
  expect(files(out)).toEqual(before);
  const { aliases, live } = openCatalogue(out);
  const ids = Array.from({ length: aliases.ids.length }, (_, row) => [aliases.ids.at(row), row] as const);
  return { report, now: Object.fromEntries(ids.map(([id, row]) => [id, [live.price(row), live.inStock(row)]])) };
}

test("renews prices and stock, and nothing else", async () => {
  const evening = MORNING.map((row, at) => ({ ...row, price: `${at + 1}.50 EUR`, in_stock: at !== 1 }));
  const { report, now } = await renewed(evening);
  expect(now).toEqual({ a: [1.5, true], b: [2.5, false], c: [3.5, true] });
  expect(report).toMatchObject({
    matched: 3,
    missing: { products: 0 },
    unknown: { products: 0 },
    issues: [],
    warnings: [],
  });
});

test("what the feed no longer has is out of stock; what the catalogue does not have waits for the next build", async () => {
  const { report, now } = await renewed([MORNING[0], { id: "new", title: "New", price: "5 EUR" }]);
  expect(now).toEqual({ a: [10, true], b: [undefined, false], c: [undefined, false] });
  expect(report).toMatchObject({
    matched: 1,
    missing: { products: 2, samples: ["b", "c"] },
    unknown: { products: 1, samples: ["new"] },
  });
});

test("finds products by any name the catalogue knows; of several offers the best in stock counts", async () => {
  const { now } = await renewed([
    { id: "SKU-A", title: "A", price: "9 EUR" },
    { id: "other", title: "B", price: "19 EUR", link: "https://shop.example/p/b?colour=red" },
    { id: "c2", title: "C", price: "28 EUR", in_stock: false },
    { id: "c1", title: "C", price: "29 EUR" },
    { id: "c3", item_group_id: "c", title: "C", price: "33 EUR" },
  ]);
  expect(now).toEqual({ a: [9, true], b: [19, true], c: [29, true] });
});

test("leaves out prices in another currency than the catalogue's", async () => {
  const { report, now } = await renewed([
    { ...MORNING[0], price: "8 USD" },
    { ...MORNING[1], price: 18 },
  ]);
  expect(now).toMatchObject({ a: [undefined, true], b: [18, true] });
  expect(report.warnings).toEqual([
    "a price is not in EUR but in USD and was left out: give each currency a catalogue",
  ]);
});

test("refuses a folder without a catalogue, with a damaged one, or with another shop's", async () => {
  const empty = temporaryFolder();
  await expect(buildLive({ feed: feedOf(MORNING), out: empty })).rejects.toThrow(CatalogueError);
  await expect(buildLive({ feed: feedOf(MORNING), out: empty })).rejects.toThrow(
    `build it first, with inkling build FEED -o ${empty}`,
  );
  const { out, catalogue } = await build(feedOf(MORNING));
  const other = buildLive({ feed: feedOf([{ id: "x", title: "X" }]), out });
  await expect(other).rejects.toThrow("none of the 1 products of feed.jsonl is in the catalogue");
  const aliases = join(out, catalogue.manifest.sections.aliases.url);
  writeFileSync(aliases, "x");
  await expect(buildLive({ feed: feedOf(MORNING), out })).rejects.toThrow("holds a damaged catalogue");
  rmSync(aliases);
  await expect(buildLive({ feed: feedOf(MORNING), out })).rejects.toThrow("holds no whole catalogue");
  writeFileSync(join(out, "catalog.json"), "{}");
  await expect(buildLive({ feed: feedOf(MORNING), out })).rejects.toThrow("holds a damaged catalogue");
});

test("a bad feed leaves the prices as they are", async () => {
  const { out } = await build(feedOf(MORNING));
  const rows = [...MORNING.map((row) => ({ ...row, price: "1 EUR" })), { title: "No id" }];
  await expect(buildLive({ feed: feedOf(rows), out, strict: true })).rejects.toThrow(RowsError);
  await expect(buildLive({ feed: file("feed", "<html>"), out })).rejects.toThrow(FeedError);
  const { live, aliases } = openCatalogue(out);
  expect(live.price(aliases.resolve("a")!)).toBe(10);
});
