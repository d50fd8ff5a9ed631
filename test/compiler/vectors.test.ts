import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { NODE_TEXT } from "../../compiler/platform.ts";
import { encodeRanking } from "../../src/core/catalogue/ranking.ts";
import { build, file, files, neighboursOf, openCatalogue } from "./catalogue.ts";

/**
 * A pack of format version 1, with the feed and history it was built from:
 * `inkling build feed.tsv --history history.csv -o pack`. Where the format has changed, raise its version, keep this
 * folder for as long as the reader reads it, and make another. Where only weights have, build it anew.
 */
const FOLDER = "test/vectors/catalogue-v1";
const PACK = join(FOLDER, "pack");
const source = (name: string) => file(name, readFileSync(join(FOLDER, name), "utf8"));

test("today's compiler writes the bytes of format version 1", async () => {
  const { out } = await build(source("feed.tsv"), { history: [source("history.csv")] });
  expect(files(out)).toEqual(files(PACK));
  for (const name of files(PACK)) expect(readFileSync(join(out, name)), name).toEqual(readFileSync(join(PACK, name)));
});

test("today's encoder writes the ranking section that it reads", () => {
  const { ranking, manifest } = openCatalogue(PACK);
  const brands = Array.from({ length: ranking.brands.length }, (_, row) => ranking.brands.at(row));
  const bytes = encodeRanking(ranking, brands, NODE_TEXT);
  expect(bytes).toEqual(new Uint8Array(readFileSync(join(PACK, manifest.sections.ranking.url))));
});

test("today's reader reads format version 1", () => {
  const catalogue = openCatalogue(PACK);
  const { ranking, aliases, display, live } = catalogue;
  const row = (id: string): number => aliases.resolve(id) ?? -1;
  expect(Array.from({ length: 6 }, (_, at) => aliases.ids.at(at)).sort()).toEqual([
    "BOTTLE",
    "RUN-1",
    "RUN-2",
    "RUN-3",
    "TEA-1",
    "TEA-2",
  ]);
  for (const name of ["RUN-1", "RUN-1-41", "4006381333948", "https://shop.example/p/RUN-1?size=42"])
    expect(row(name), name).toBe(row("RUN-1"));
  expect(aliases.resolve("NOT-SOLD")).toBeUndefined();

  expect(display).toMatchObject({ currency: "EUR", decimals: 2 });
  expect(display.at(row("RUN-1"))).toEqual({
    title: "Road runner shoe",
    url: "https://shop.example/p/RUN-1",
    image: "https://img.shop.example/RUN-1.jpg",
    price: 90,
  });
  expect(display.at(row("TEA-1"))).toMatchObject({ title: "煎茶 静岡", image: "https://cdn.example/tea.jpg" });
  expect(display.at(row("BOTTLE"))).toMatchObject({
    url: "https://shop.example/bottles/water",
    image: "",
    price: undefined,
  });
  expect([live.price(row("RUN-2")), live.inStock(row("RUN-2"))]).toEqual([99.95, true]);
  expect([live.price(row("TEA-2")), live.inStock(row("TEA-2"))]).toEqual([9.5, false]);

  expect(ranking.categories.names[ranking.categoryOf[row("TEA-1")]! - 1]).toBe("Tea");
  expect(ranking.repurchase[ranking.categoryOf[row("TEA-1")]! - 1]).toEqual({ rate: 1, intervalDays: 21 });
  expect(ranking.brands.at(ranking.brandOf[row("TEA-1")]! - 1)).toBe("お茶屋");
  expect(ranking.brandOf[row("BOTTLE")]).toBe(0);
  expect(ranking.places[row("RUN-1")]).toBe(0);
  expect(neighboursOf(catalogue, "text", "RUN-1")).toContain("RUN-2");
  expect(neighboursOf(catalogue, "boughtWith", "RUN-3")).toContain("RUN-2");
  expect(neighboursOf(catalogue, "followedBy", "TEA-1")).toContain("TEA-2");
});
