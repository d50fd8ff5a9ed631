import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parseBuildFlags } from "../../cli/build-options.ts";
import { buildCatalogue } from "../../compiler/build.ts";
import { categoryTree } from "../../compiler/categories.ts";
import { sensitiveCategories } from "../../compiler/sensitive.ts";
import { parseManifest } from "../../src/core/catalogue/manifest.ts";
import { MOST_SENSITIVE, sensitiveOf } from "../../src/core/catalogue/sensitive.ts";
import { FormatError } from "../../src/core/errors.ts";
import { categoriesOf, categoryPath } from "../../src/core/rank/categories.ts";
import { product } from "../core/rank/shop.ts";
import { build, file } from "./catalogue.ts";
import { rss } from "./feed/reading.ts";

const names = ["Health & Beauty", "Health Care", "First Aid", "Make-up", "Books", "Religion", "Novels"];
const categories = { names, parents: Int32Array.from([-1, 0, 1, 0, -1, 4, 4]) };

test("health, sex and faith are known by their names, the shop adds its own, and what is below one is not named again", () => {
  expect(sensitiveCategories(categories, [])).toEqual({
    paths: ["Health & Beauty > Health Care", "Books > Religion"],
    unknown: [],
  });
  expect(sensitiveCategories(categories, ["novels", "Health & Beauty", "Books > Poetry"])).toEqual({
    paths: ["Health & Beauty", "Books > Religion", "Books > Novels"],
    unknown: ["Books > Poetry"],
  });
});

test.each([
  ["Health & Personal Care"],
  ["health-and-wellness"],
  ["Religious and Ceremonial"],
  ["Medicine and Drugs"],
  ["Adult Toys"],
  ["Sexual-Wellness"],
  ["Gesundheit"],
  ["Santé"],
  ["SALUD"],
  ["成人用品"],
  ["Health/Condoms"],
])("%s is sensitive, as whoever writes it", (name) => {
  expect(sensitiveCategories({ names: [name], parents: Int32Array.of(-1) }, []).paths).toEqual([name]);
});

test("what only sounds like one is none", () => {
  const plain = [
    "Health & Beauty",
    "Beauty",
    "Sports nutrition",
    "Adult bikes",
    "Tops / Tees",
    "Games > Cards",
    "Maturity",
  ];
  const parents = new Int32Array(plain.length).fill(-1);
  expect(sensitiveCategories({ names: plain, parents }, []).paths).toEqual([]);
});

test("more than a catalogue may mark are marked by name, and what the shop alone names beyond that is refused", () => {
  const shelves = Array.from({ length: MOST_SENSITIVE + 1 }, (_, k) => `Shelf ${k}`);
  const flat = {
    names: [...shelves, ...shelves.map(() => "Adults Only")],
    parents: Int32Array.from(shelves.flatMap(() => -1).concat(shelves.map((_, k) => k))),
  };
  expect(sensitiveCategories(flat, ["Shelf 7"])).toEqual({ paths: ["Adults Only", "Shelf 7"], unknown: [] });
  const bare = { names: shelves, parents: new Int32Array(shelves.length).fill(-1) };
  expect(() => sensitiveCategories(bare, shelves)).toThrow(/1001 categories.*at most 1000/);
});

test("where a catalogue has no room for another category, what is marked as adult counts among its like alone", () => {
  const shop = [["Toys"], ["Games", "Adults Only"], ["Games"], ["Books", "Adults Only"], ["Books"], ["Games", "Cards"]];
  const products = shop.map((category, k) => product(`p${k}`, `Product ${k}`, { category }));
  const { names, parents, categoryOf, misplaced } = categoryTree(products, 3);
  const paths = Array.from(categoryOf, (one) => categoryPath({ names, parents }, one - 1));
  expect(paths).toEqual(["Toys", "Adults Only", "Games", "Adults Only", "", "Games"]);
  expect([names.length, misplaced]).toEqual([3, 4]);
  // Where none is, no place is kept.
  const plain = categoryTree([products[0]!, products[2]!, products[4]!], 3);
  expect([plain.names, plain.misplaced]).toEqual([["Toys", "Games", "Books"], 0]);
});

test("a build writes them into catalog.json, and says which name no category has", async () => {
  const out = mkdtempSync(join(tmpdir(), "inkling-sensitive-"));
  onTestFinished(() => rmSync(out, { recursive: true }));
  const rows = [
    ["a", "Plaster", "Health & Beauty > Health Care"],
    ["b", "Red wine", "Food > Wine"],
    ["c", "Bread", "Food > Bakery"],
  ];
  const feed = ["id\ttitle\tproduct_type", ...rows.map((row) => row.join("\t"))].join("\n");
  const report = await buildCatalogue({
    feed: { name: "feed.tsv", bytes: new TextEncoder().encode(feed) },
    out,
    sensitive: ["Wine", "Cheese"],
  });
  const text = readFileSync(join(out, "catalog.json"), "utf8");
  expect(sensitiveOf(text).toSorted()).toEqual(["Food > Wine", "Health & Beauty > Health Care"]);
  expect(parseManifest(text).counts.products).toBe(3);
  expect(report.warnings.slice(0, 2)).toEqual([
    "nothing is kept of what shoppers do in 2 categories that are sensitive: Food > Wine; Health & Beauty > Health Care",
    'no category is called "Cheese", which is to be sensitive',
  ]);
});

// `adult`: yes, true, no or false (support.google.com/merchants/answer/6324508).
const adult = (group: string, value: string | boolean) => ({ id: `${group}-1`, item_group_id: group, adult: value });
const LACE = [
  { ...adult("lace", "no"), title: "Lace set - red", product_type: "Clothing > Lingerie" },
  { ...adult("lace", "Yes"), id: "lace-2", title: "Lace set - blue", product_type: "Clothing > Lingerie" },
  { ...adult("vest", false), title: "Cotton vest", product_type: "Clothing > Lingerie" },
  { ...adult("card", true), title: "Deck of cards", product_type: "" },
  { ...adult("dice", ""), title: "Dice", product_type: "Games" },
];
const NAMES = Object.keys(LACE[0]!) as (keyof (typeof LACE)[number])[];
const xml = (row: (typeof LACE)[number]): string =>
  `<item>${NAMES.map((name) => `<g:${name}>${row[name]}</g:${name}>`).join("")}</item>`.replaceAll(" > ", " &gt; ");

test.each([
  ["feed.tsv", [NAMES, ...LACE.map((row) => NAMES.map((name) => row[name]))].map((row) => row.join("\t")).join("\n")],
  ["feed.xml", rss(...LACE.map(xml))],
  ["feed.jsonl", LACE.map((row) => JSON.stringify(row)).join("\n")],
])(
  "what a feed marks as adult is sensitive, in one variant at least, and nothing beside it: %s",
  async (name, text) => {
    const { catalogue, out } = await build(file(name, text));
    const { ranking, aliases } = catalogue;
    const sensitive = sensitiveOf(readFileSync(join(out, "catalog.json"), "utf8"));
    expect(sensitive.toSorted()).toEqual(["Adults Only", "Clothing > Lingerie > Adults Only"]);
    const marked = new Set(sensitive.flatMap((path) => [...categoriesOf(ranking.categories, path)]));
    const isSensitive = (id: string): boolean => marked.has(ranking.categoryOf[aliases.resolve(id) ?? -1]! - 1);
    expect(["lace", "lace-1", "vest", "card", "dice"].map(isSensitive)).toEqual([true, true, false, true, false]);
    // It is still found where the shop asks for its category.
    const lingerie = categoriesOf(ranking.categories, "Lingerie");
    expect(lingerie.has(ranking.categoryOf[aliases.resolve("lace")!]! - 1)).toBe(true);
  },
);

test.each([
  `{"sensitive":"Wine"}`,
  `{"sensitive":[1]}`,
  JSON.stringify({ sensitive: Array(MOST_SENSITIVE + 1).fill("a") }),
])("a manifest that marks anything else is refused (%#)", (text) => {
  expect(() => sensitiveOf(text)).toThrow(FormatError);
});

test("a manifest of a build without them marks none; the flag may be given often", () => {
  expect(sensitiveOf("{}")).toEqual([]);
  const flags = (given: object) => parseBuildFlags("feed", { out: "o", ...given }, []);
  expect(flags({})).toMatchObject({ sensitive: [] });
  expect(flags({ sensitive: "Wine" })).toMatchObject({ sensitive: ["Wine"] });
  expect(flags({ sensitive: ["Wine", "Tea"] })).toMatchObject({ sensitive: ["Wine", "Tea"] });
  expect(flags({ sensitive: "Wine", live: true })).toMatch(/leave out --sensitive/);
});
