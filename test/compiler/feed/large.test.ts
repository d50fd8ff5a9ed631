import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { readFeed } from "../../../compiler/feed/read.ts";
import { rss } from "./reading.ts";

const ROWS = 100_000;
const GROUPS = ROWS / 4;

const rows = (row: (at: number) => string): string[] => Array.from({ length: ROWS }, (_, at) => row(at));

/** Every tenth row is bad in the same way: its price. Four rows in a row share a group. */
const price = (at: number): string => (at % 10 === 0 ? "on request" : `${at % 100}.50 EUR`);

const FEEDS: Readonly<Record<string, { readonly text: () => string; readonly products: number }>> = {
  "merchant-tsv": {
    products: GROUPS,
    text: () =>
      [
        "id\ttitle\tprice\titem_group_id",
        ...rows((at) => `${at}\tShirt - size ${at % 4}\t${price(at)}\tg${at >> 2}`),
      ].join("\n"),
  },
  "merchant-rss": {
    products: ROWS,
    text: () =>
      rss(...rows((at) => `<item><g:id>${at}</g:id><title>Shirt ${at}</title><g:price>${price(at)}</g:price></item>`)),
  },
  "shopify-csv": {
    products: GROUPS,
    text: () =>
      [
        "Handle,Title,Vendor,Option1 Name,Option1 Value,Variant Price",
        ...rows((at) => `shirt-${at >> 2},${at % 4 === 0 ? "Shirt,Ton,Size" : ",,"},${at % 4},${price(at)}`),
      ].join("\n"),
  },
  "json-lines": {
    products: ROWS,
    text: () => rows((at) => `{"id":${at},"title":"靴 ${at}","price":"${price(at)}","tags":["a","b"]}`).join("\n"),
  },
};

test.each(Object.entries(FEEDS))("%s of 100,000 rows", (format, { text, products }) => {
  const done: number[] = [];
  const reading = readFeed(Buffer.from(text()), format, { onProgress: (count) => done.push(count) });
  expect(reading).toMatchObject({ format, rows: ROWS });
  expect(reading.products).toHaveLength(products);
  expect(reading.issues).toHaveLength(ROWS / 10);
  expect(done).toHaveLength(ROWS / 1_000);
});

test("issues beyond what anybody reads are counted, not listed", () => {
  const reading = readFeed(Buffer.from(`id,title\n${",x\n".repeat(100_005)}`), "feed");
  expect(reading.issues).toHaveLength(100_001);
  expect(reading.issues.at(-1)).toMatchObject({ severity: "error", message: expect.stringContaining("5 more") });
});
