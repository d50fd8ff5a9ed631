import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parseBuildFlags } from "../../cli/build-options.ts";
import { buildCatalogue } from "../../compiler/build.ts";
import { sensitiveCategories } from "../../compiler/sensitive.ts";
import { parseManifest } from "../../src/core/catalogue/manifest.ts";
import { MOST_SENSITIVE, sensitiveOf } from "../../src/core/catalogue/sensitive.ts";
import { FormatError } from "../../src/core/errors.ts";

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
  expect(report.warnings.join()).toContain('no category is called "Cheese"');
});

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
