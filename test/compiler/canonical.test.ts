import fc from "fast-check";
import { expect, test } from "vitest";
import { generateShop } from "../../bench/shop.ts";
import { readFeed } from "../../compiler/feed/read.ts";
import { readHistory } from "../../compiler/history/read.ts";
import { modelOf } from "../../compiler/model.ts";
import { encodePack, type Pack } from "../../compiler/pack.ts";
import { file } from "./catalogue.ts";

const SHOP = generateShop({ products: 60, interactions: 400, text: true });
const [HEADER = "", ...ROWS] = SHOP.feed.trimEnd().split("\n");
/** Two products that nothing tells apart but their ids, and that nobody looked at. */
const TWINS = ["P900001", "P900002"].map((id) => ROWS[7]!.replaceAll("P100007", id));
const EVENTS = SHOP.history.trimEnd().split("\n");

/** Without what says where a product stands in the feed: the one column that is about the order of rows. */
function packOf(rows: readonly string[], events: readonly string[]): Pack {
  const feed = file("feed.tsv", `${[HEADER, ...rows].join("\n")}\n`);
  const history = file("history.jsonl", events.join("\n"));
  const model = modelOf(
    readFeed(feed.bytes, feed.name).products,
    readHistory(history.bytes, history.name).interactions,
    { neighbours: 8, minShoppers: 1, onProgress: () => {} },
  );
  const places = new Uint32Array(model.products.length);
  return encodePack({ ...model, columns: { ...model.columns, places } }, 8, 900);
}

const UNTOUCHED = packOf([...ROWS, ...TWINS], EVENTS);

/** A new order of a list, and new names for products and shoppers. */
const shuffled = <T>(list: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });
const numbering = shuffled(Array.from({ length: 62 }, (_, n) => n));

test("renumbering and shuffling products and shoppers changes no byte of what ranks and what is shown", () => {
  fc.assert(
    fc.property(shuffled([...ROWS, ...TWINS]), shuffled(EVENTS), numbering, (rows, events, numbers) => {
      const idOf = (id: string): string =>
        `X${numbers[id.startsWith("P9") ? 59 + Number(id.at(-1)) : Number(id.slice(-2))]}-`;
      const renamed = (text: string): string =>
        text.replace(/P\d{6}/g, idOf).replace(/"s(\d+)"/g, (_, shopper) => `"visitor ${(7 * Number(shopper)) % 101}"`);
      const pack = packOf(rows.map(renamed), events.map(renamed));
      expect(pack.sections.ranking).toEqual(UNTOUCHED.sections.ranking);
      expect(pack.sections.display).toEqual(UNTOUCHED.sections.display);
    }),
    { numRuns: 25 },
  );
});

test("a word more in one title does change them", () => {
  const rows = ROWS.map((row, at) => (at === 3 ? row.replace("\t", "\tnew ") : row));
  expect(packOf([...rows, ...TWINS], EVENTS).sections.ranking).not.toEqual(UNTOUCHED.sections.ranking);
});
