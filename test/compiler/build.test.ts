import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generateShop } from "../../bench/shop.ts";
import { OutputError, RowsError } from "../../compiler/errors.ts";
import { FeedError } from "../../compiler/feed/errors.ts";
import type { BuildProgress } from "../../compiler/options.ts";
import { sha256 } from "../../compiler/platform.ts";
import { catalogueVersion } from "../../src/core/catalogue/manifest.ts";
import { build, feedOf, file, files, neighboursOf, openCatalogue, temporaryFolder } from "./catalogue.ts";

const SHOES = [
  { id: "run-1", title: "Road runner shoe", price: "90.00 EUR", brand: "Fleet", category: "Shoes > Running" },
  { id: "run-2", title: "Trail runner shoe", price: "110 EUR", brand: "Fleet", category: "Shoes > Running" },
  { id: "hat-1", title: "Wool hat", price: "19.90 EUR", category: "Hats", availability: "out of stock" },
];

test("says what it read and wrote, and writes nothing else", async () => {
  const events = ["u1,run-1", "u1,run-2", "u2,run-1", "u2,run-2", "u3,gone-9"];
  const { report, catalogue, out } = await build(feedOf(SHOES), {
    history: [file("events.csv", `user_id,item_id\n${events.join("\n")}\n`)],
    ttlSeconds: 60,
  });
  expect(report).toMatchObject({
    feed: { name: "feed.jsonl", format: "json-lines", rows: 3, products: 3 },
    history: {
      files: [{ name: "events.csv", format: "csv", rows: 5 }],
      interactions: 5,
      unmatched: 1,
      samples: ["gone-9"],
    },
    categories: 3,
    brands: 1,
    cap: undefined,
    aliasClashes: [],
    issues: [],
  });
  expect(report.manifest).toEqual(catalogue.manifest);
  expect(report.manifest.live.ttlSeconds).toBe(60);
  const { sections } = catalogue.manifest;
  expect(files(out)).toEqual(["catalog.json", "live.bin", ...Object.values(sections).map(({ url }) => url)].sort());
  expect(neighboursOf(catalogue, "followedBy", "run-1")).toEqual(["run-2"]);
  expect(catalogue.live.inStock(catalogue.aliases.resolve("hat-1")!)).toBe(false);
});

test("leaves out pairs that fewer than --min-users shoppers made", async () => {
  const history = [file("events.csv", "user_id,item_id\nu1,run-1\nu1,run-2\nu2,run-1\nu2,run-2\nu2,hat-1\n")];
  const { catalogue } = await build(feedOf(SHOES), { history, minUsers: 2 });
  expect(neighboursOf(catalogue, "followedBy", "run-1")).toEqual(["run-2"]);
  expect(neighboursOf(catalogue, "followedBy", "run-2")).toEqual(["run-1"]);
  expect(neighboursOf(catalogue, "followedBy", "hat-1")).toEqual([]);
});

test("tells where it is, each stage from its beginning to its end", async () => {
  const seen: BuildProgress[] = [];
  const shop = generateShop({ products: 1_200, interactions: 2_000, text: true });
  await build(file("feed.tsv", shop.feed), {
    history: [file("history.jsonl", shop.history)],
    onProgress: (progress) => seen.push(progress),
  });
  const stages = [...new Set(seen.map(({ stage }) => stage))];
  expect(stages).toEqual([
    "reading feed.tsv, 1000 rows",
    "reading history.jsonl",
    "ordering products",
    "text neighbours",
    "attributes neighbours",
    "followedBy neighbours",
    "boughtWith neighbours",
    "packing",
  ]);
  const shares = seen.filter(({ stage }) => stage === "text neighbours").map(({ share }) => share!);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBe(1);
});

test("builds from the good rows and reports the bad ones; strict builds nothing", async () => {
  const rows = [...SHOES, { title: "No id" }, { id: "run-1", title: "Again" }];
  const { report, catalogue } = await build(feedOf(rows), {
    history: [file("h.csv", "user,item,time\nu,run-1,never\nu,run-2,2026-01-01\n")],
  });
  expect(catalogue.manifest.counts.products).toBe(3);
  expect(report.issues.map((issue) => [issue.file, issue.line, issue.field, issue.severity])).toEqual([
    ["feed.jsonl", 4, "id", "error"],
    ["feed.jsonl", 5, "id", "error"],
    ["h.csv", 2, "time", "error"],
  ]);

  const out = join(temporaryFolder(), "catalogue");
  const refused = build(feedOf(rows), { out, strict: true });
  await expect(refused).rejects.toThrow(RowsError);
  await expect(refused).rejects.toMatchObject({ issues: [{ line: 4 }, { line: 5 }] });
  expect(existsSync(out)).toBe(false);
});

test.each([
  ["an empty file", "", FeedError, "is empty (0 bytes)"],
  ["a web page", "<!doctype html><title>Log in</title>", FeedError, "is a web page"],
  ["rows without ids alone", '{"title": "a"}\n{"title": "b"}', RowsError, "none of the 2 rows"],
])("builds nothing from %s", async (_, text, error, message) => {
  const out = join(temporaryFolder(), "catalogue");
  await expect(build(file("feed", text), { out })).rejects.toThrow(error);
  await expect(build(file("feed", text), { out })).rejects.toThrow(message);
  expect(existsSync(out)).toBe(false);
});

test.each([
  [{ neighbours: 0 }, "neighbours must be a whole number from 1 to 64, not 0"],
  [{ neighbours: 1.5 }, "neighbours must be"],
  [{ minUsers: 0 }, "minUsers must be"],
  [{ maxBytes: Number.NaN }, "maxBytes must be"],
  [{ ttlSeconds: 1e9 }, "ttlSeconds must be"],
])("%o is a programmer's mistake", async (options, message) => {
  await expect(build(feedOf(SHOES), options)).rejects.toThrow(TypeError);
  await expect(build(feedOf(SHOES), options)).rejects.toThrow(message);
});

test("a folder that cannot be written to is known before the work begins", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "file"), "");
  await expect(build(feedOf(SHOES), { out: join(folder, "file") })).rejects.toThrow("is a file");
  await expect(build(feedOf(SHOES), { out: join(folder, "file", "below") })).rejects.toThrow(OutputError);
  if (process.getuid?.() === 0) return;
  chmodSync(folder, 0o500);
  await expect(build(feedOf(SHOES), { out: join(folder, "new") })).rejects.toThrow("cannot be written to");
});

test("makes the folder with those above it", async () => {
  const out = join(temporaryFolder(), "a", "b");
  await build(feedOf(SHOES), { out });
  expect(openCatalogue(out).manifest.counts.products).toBe(3);
});

test("keeps the sections of the catalogue before for pages in flight, and removes older ones; other files stay", async () => {
  const out = temporaryFolder();
  writeFileSync(join(out, "robots.txt"), "");
  writeFileSync(join(out, "ranking.bin"), "");
  const rankingUrl = async (rows: readonly unknown[]): Promise<string> => {
    const { report } = await build(feedOf(rows), { out });
    return report.manifest.sections.ranking.url;
  };
  const first = await rankingUrl(SHOES);
  const second = await rankingUrl(SHOES.slice(0, 2));
  expect(files(out)).toEqual(expect.arrayContaining([first, second]));
  expect(await rankingUrl(SHOES.slice(0, 2))).toBe(second);
  expect(files(out)).toContain(first);
  const third = await rankingUrl(SHOES.slice(1));
  expect(files(out)).not.toContain(first);
  expect(files(out)).toEqual(expect.arrayContaining([second, third, "robots.txt", "ranking.bin", "catalog.json"]));
  expect(files(out).filter((name) => name.startsWith("."))).toEqual([]);
});

test("a price that moves no ranking makes another catalogue all the same, since prices are told as differences", async () => {
  const before = await build(feedOf(SHOES));
  const after = await build(feedOf([{ ...SHOES[0], price: "90.10 EUR" }, ...SHOES.slice(1)]));
  const version = ({ manifest }: typeof before.catalogue): string => catalogueVersion(manifest.sections);
  expect(after.catalogue.manifest.sections.ranking).toEqual(before.catalogue.manifest.sections.ranking);
  expect(version(after.catalogue)).not.toBe(version(before.catalogue));
  expect(after.catalogue.live.catalogue).toBe(version(after.catalogue));
});

test("a catalogue has one currency, the most frequent; prices in others are left out and counted", async () => {
  const rows = [...SHOES, { id: "x", title: "Import", price: "5 USD" }, { id: "y", title: "Unnamed", price: 7 }];
  const { report, catalogue } = await build(feedOf(rows));
  const priceOf = (id: string): number | undefined => catalogue.live.price(catalogue.aliases.resolve(id)!);
  expect(catalogue.display.currency).toBe("EUR");
  expect([priceOf("run-1"), priceOf("x"), priceOf("y")]).toEqual([90, undefined, 7]);
  expect(report.warnings).toContainEqual(
    "a price is not in EUR but in USD and was left out: give each currency a catalogue",
  );
});

test("keeps the currency's decimals though no price needs them today", async () => {
  const decimals = async (price: string): Promise<number> =>
    (await build(feedOf([{ id: "a", title: "A", price }]))).catalogue.display.decimals;
  expect(await decimals("12 EUR")).toBe(2);
  expect(await decimals("1200 JPY")).toBe(0);
  expect(await decimals("3 KWD")).toBe(3);
  expect(await decimals("12")).toBe(2);
});

test("says what every product lacks, and which names name none", async () => {
  const rows = [
    { id: "a", title: "A", sku: "S" },
    { id: "b", title: "B", sku: "S" },
  ];
  const { report } = await build(feedOf(rows));
  expect(report.warnings).toEqual([
    "no product has a price that can be used: shelves show none, and rankings do not know what a shopper would spend",
    "no product has an image that can be used: shelves show none",
    "no product has a page address that can be used: shelves cannot link to products",
    "no product has a category that can be used: nothing can be ranked within one",
  ]);
  expect(report.aliasClashes).toEqual(["S"]);
});

test("says how many products lack what the others have, and names some", async () => {
  const whole = { price: "1 EUR", image: "/a.jpg", link: "/a", category: "A" };
  const rows = "abcdef".split("").map((id) => ({ id, title: id, ...(id < "c" ? whole : { ...whole, price: "free" }) }));
  const { report } = await build(feedOf([...rows, { id: "g", title: "g", price: "1 EUR", category: "A" }]));
  expect(report.warnings).toEqual([
    'a price that can be used is missing in 4 of 7 products, for example "c", "d", "e": shelves show them without one',
    'an image that can be used is missing in 1 of 7 products, for example "g": shelves show them without one',
    'a page address that can be used is missing in 1 of 7 products, for example "g": shelves cannot link to them',
  ]);
});

test("warns when most of a history is about other products", async () => {
  const events = (ids: readonly string[]) => [file("h.csv", `user,item\n${ids.map((id) => `u,${id}`).join("\n")}\n`)];
  const warning = "most of the history is about products that the feed does not have: do both use the same ids?";
  const { report } = await build(feedOf(SHOES), { history: events(["run-1", "x", "y"]) });
  expect(report.warnings).toContain(warning);
  const half = await build(feedOf(SHOES), { history: events(["run-1", "x"]) });
  expect(half.report.warnings).not.toContain(warning);
});

test("warns when products take more bytes than they should", async () => {
  const noise = (n: number): string => [1, 2, 3, 4].map((k) => sha256(Uint8Array.of(n, k))).join(" ");
  const rows = Array.from({ length: 120 }, (_, n) => ({ id: n, title: noise(n) }));
  const { report } = await build(feedOf(rows));
  expect(report.warnings.join("\n")).toMatch(/the display section takes \d+ bytes a product, over its budget of 100/);
  const few = await build(feedOf(rows.slice(0, 20)));
  expect(few.report.warnings.join("\n")).not.toContain("budget");
});
