import { describe, expect, test } from "vitest";
import { generateShop } from "../../bench/shop.ts";
import { build, file } from "./catalogue.ts";

const SIZES = [1, 10, 50, 1_000];
const KINDS = [
  { text: true, history: true },
  { text: true, history: false },
  { text: false, history: true },
  { text: false, history: false },
];

describe.each(SIZES)("a shop of %d products", (products) => {
  test.each(KINDS)("with text: $text, with history: $history", async ({ text, history }) => {
    const shop = generateShop({ products, interactions: history ? 4 * products : 0, text });
    const { report, catalogue } = await build(file("feed.tsv", shop.feed), {
      history: history ? [file("history.jsonl", shop.history)] : [],
    });
    const { ranking, aliases, display, live } = catalogue;

    expect(report.issues).toEqual([]);
    expect(report.cap).toBeUndefined();
    expect(catalogue.manifest.counts).toMatchObject({ products, variants: products, neighbours: 16 });
    expect(report.history?.unmatched).toBe(history ? 0 : undefined);
    expect(ranking.popularity.some((code) => code > 0)).toBe(history);

    const lines = shop.feed.trimEnd().split("\n").slice(1);
    lines.forEach((line, place) => {
      const [id, title, , url, image, price, availability] = line.split("\t");
      const row = aliases.resolve(id!)!;
      expect(aliases.resolve(url!)).toBe(row);
      expect(ranking.places[row]).toBe(place);
      expect(display.at(row)).toMatchObject({ title, url, image });
      expect(live.price(row)).toBe(Number.parseFloat(price!));
      expect(live.inStock(row)).toBe(availability === "in_stock");
    });

    for (const { forward, unit } of ranking.channels) {
      expect(unit).toBeGreaterThan(0);
      for (let row = 0; row < products; row++)
        expect(forward.offsets[row + 1]! - forward.offsets[row]!).toBeLessThanOrEqual(16);
    }
    const channels = ranking.channels.map(({ name }) => name);
    expect(channels.includes("text")).toBe(products > (text ? 1 : 10));
    if (products >= 50) expect(channels.includes("followedBy")).toBe(history);
  });
});

test("1,000 products stay under the bytes that a product may take", async () => {
  const shop = generateShop({ products: 1_000, interactions: 3_000, text: true });
  const history = [file("history.jsonl", shop.history)];
  const { report } = await build(file("feed.tsv", shop.feed), { history });
  expect(report.sections.ranking.brotliBytes / 1_000).toBeLessThanOrEqual(200);
  expect(report.sections.display.brotliBytes / 1_000).toBeLessThanOrEqual(100);
  expect(report.warnings).toEqual([]);
});
