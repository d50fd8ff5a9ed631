import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generateShop } from "../../bench/shop.ts";
import { OutputError } from "../../compiler/errors.ts";
import type { BuildReport } from "../../compiler/report.ts";
import { build, feedOf, file } from "./catalogue.ts";

const SHOP = generateShop({ products: 400, interactions: 4_000, text: true });
const FEED = file("feed.tsv", SHOP.feed);
const HISTORY = [file("history.jsonl", SHOP.history)];

function transferred({ sections: { ranking, display, aliases } }: BuildReport): number {
  return ranking.brotliBytes + display.brotliBytes + aliases.brotliBytes;
}

const folder = mkdtempSync(join(tmpdir(), "inkling-cap-"));
let whole: BuildReport;
beforeAll(async () => {
  whole = (await build(FEED, { history: HISTORY, out: folder })).report;
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("a cap on bytes", () => {
  test("that everything fits under changes nothing", async () => {
    const { report } = await build(FEED, { history: HISTORY, maxBytes: transferred(whole) });
    expect(report.cap).toBeUndefined();
    expect(report.manifest).toEqual(whole.manifest);
  });

  test("first lowers the number of neighbours, to the most that fit", async () => {
    const maxBytes = Math.round(transferred(whole) * 0.75);
    const { report, catalogue } = await build(FEED, { history: HISTORY, maxBytes });
    const { neighbours } = catalogue.manifest.counts;
    expect(transferred(report)).toBeLessThanOrEqual(maxBytes);
    expect(catalogue.manifest.counts.products).toBe(400);
    expect(neighbours).toBeGreaterThan(4);
    expect(neighbours).toBeLessThan(16);
    const { report: oneMore } = await build(FEED, { history: HISTORY, neighbours: neighbours + 1 });
    expect(transferred(oneMore)).toBeGreaterThan(maxBytes);
    expect(report.cap).toMatchObject({
      maxBytes,
      wholeBytes: transferred(whole),
      wholeNeighbours: 16,
      wholeProducts: 400,
      neighbours,
      products: 400,
      popularityShare: 1,
    });
  });

  test("then leaves out the least popular products, and says what that costs", async () => {
    const maxBytes = Math.round(transferred(whole) * 0.3);
    const { report, catalogue } = await build(FEED, { history: HISTORY, maxBytes });
    const cap = report.cap!;
    expect(transferred(report)).toBeLessThanOrEqual(maxBytes);
    expect(transferred(report)).toBeGreaterThan(0.95 * maxBytes);
    expect(cap.neighbours).toBe(4);
    expect(cap.products).toBe(catalogue.manifest.counts.products);
    expect(cap.products).toBeLessThan(400);

    const counts = interactionsById();
    const kept = Array.from({ length: cap.products }, (_, row) => catalogue.aliases.ids.at(row));
    const dropped = [...counts.keys()].filter((id) => !kept.includes(id));
    const least = Math.min(...kept.map((id) => counts.get(id) ?? 0));
    expect(Math.max(...dropped.map((id) => counts.get(id)!))).toBeLessThanOrEqual(least);

    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const share = kept.reduce((sum, id) => sum + (counts.get(id) ?? 0), 0) / all;
    expect(cap.popularityShare).toBeCloseTo(share, 10);
    expect(Object.keys(cap.weightShares)).toEqual(["text", "attributes", "followedBy", "boughtWith"]);
    for (const weight of Object.values(cap.weightShares)) {
      expect(weight).toBeGreaterThan(0);
      expect(weight).toBeLessThan(1);
    }
    expect(cap.quality!.shoppers).toBeGreaterThan(100);
    expect(cap.quality!.fitted).toBeGreaterThan(0);
    expect(cap.quality!.fitted).toBeLessThan(cap.quality!.whole);
  });

  test("leaves a catalogue whole in itself: order of the feed, categories, brands, edges, prices", async () => {
    const { catalogue } = await build(FEED, { history: HISTORY, maxBytes: Math.round(transferred(whole) * 0.3) });
    const { ranking, aliases, live, display } = catalogue;
    expect([...ranking.places].sort((a, b) => a - b)).toEqual([...ranking.places.keys()]);
    const lines = new Map(
      SHOP.feed.split("\n").map((line, at) => [line.split("\t")[0]!, { at, cells: line.split("\t") }]),
    );
    for (let row = 0; row < ranking.products; row++) {
      const { cells } = lines.get(aliases.ids.at(row))!;
      expect(display.at(row).title).toBe(cells[1]);
      expect(live.price(row)).toBe(Number.parseFloat(cells[5]!));
      expect(ranking.brands.at(ranking.brandOf[row]! - 1)).toBe(cells[7]);
      expect(pathOf(ranking.categories, ranking.categoryOf[row]! - 1)).toBe(cells[8]);
    }
    const byPlace = [...ranking.places.keys()].sort((a, b) => ranking.places[a]! - ranking.places[b]!);
    const inFeed = byPlace.map((row) => lines.get(aliases.ids.at(row))!.at);
    expect(inFeed).toEqual(inFeed.toSorted((a, b) => a - b));
    const used = new Set(ranking.categoryOf);
    ranking.categories.parents.forEach((parent) => {
      used.add(parent + 1);
    });
    for (let category = 1; category <= ranking.categories.names.length; category++) expect(used).toContain(category);
  });

  test("without a history leaves out the last of the feed", async () => {
    const bare = await build(FEED);
    const { report, catalogue } = await build(FEED, { maxBytes: Math.round(transferred(bare.report) * 0.3) });
    const { products } = catalogue.manifest.counts;
    const ids = SHOP.feed
      .split("\n")
      .slice(1, products + 1)
      .map((line) => line.split("\t")[0]);
    expect(Array.from({ length: products }, (_, row) => catalogue.aliases.ids.at(row)).sort()).toEqual(ids.sort());
    expect(report.cap).toMatchObject({ popularityShare: undefined, quality: undefined });
  });

  test("keeps fewer than four neighbours only where fewer were asked for", async () => {
    const { report } = await build(FEED, { neighbours: 2, maxBytes: 6_000 });
    expect(report.cap).toMatchObject({ wholeNeighbours: 2, neighbours: 2 });
    expect(transferred(report)).toBeLessThanOrEqual(6_000);
  });

  test("finds the largest catalogue of a handful of products too", async () => {
    const rows = Array.from({ length: 5 }, (_, n) => ({ id: `id-${n}`, title: `Thing number ${n}` }));
    const two = transferred((await build(feedOf(rows.slice(0, 2)))).report);
    const { report } = await build(feedOf(rows), { maxBytes: two });
    expect(report.cap!.products).toBeGreaterThanOrEqual(1);
    expect(report.cap!.products).toBeLessThan(5);
    await expect(build(feedOf(rows), { maxBytes: 40 })).rejects.toThrow(OutputError);
  });
});

/** Views count once, purchases three times, as for popularity. */
function interactionsById(): Map<string, number> {
  const counts = new Map(
    SHOP.feed
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => [line.split("\t")[0]!, 0]),
  );
  for (const line of SHOP.history.trimEnd().split("\n")) {
    const { item, kind } = JSON.parse(line);
    counts.set(item, counts.get(item)! + (kind === "purchase" ? 3 : 1));
  }
  return counts;
}

function pathOf({ names, parents }: { names: readonly string[]; parents: Int32Array }, category: number): string {
  const above = parents[category]! < 0 ? "" : `${pathOf({ names, parents }, parents[category]!)} > `;
  return above + names[category];
}
