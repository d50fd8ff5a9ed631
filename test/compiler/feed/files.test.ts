import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FeedError } from "../../../compiler/feed/errors.ts";
import { InklingError } from "../../../src/core/errors.ts";
import { one, read, rss, said, table } from "./reading.ts";

const TSV = table("\t", ["id", "title", "price"], ["1", "Läufer 靴", "12.99 EUR"], ["2", '"Two\nlines"', "1 EUR"]);
const GOOD = {
  tsv: TSV,
  rss: rss(
    "<item><g:id>1</g:id><title>Läufer</title></item>",
    "<item><g:id>2</g:id><title><![CDATA[靴]]></title></item>",
  ),
  atom: '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>靴</title><link href="/p/1"/></entry></feed>',
  shopify:
    'Handle,Title,Vendor,Variant Price,Option1 Value\nlampe,"Lampe, groß",Lumo,12.99,S\nlampe,,,13.99,L\nvase,靴,Ton,1,\n',
  jsonLines: '{"id":"1","title":"Läufer"}\n{"id":"2","title":"靴","variants":[{"sku":"a"},{"sku":"b"}]}\n',
  jsonArray: '[\n{"id":"1","title":"Läufer"},\n{"id":"2","title":"靴"}\n]\n',
};

function problem(bytes: Uint8Array | string): string {
  try {
    read(bytes, "feed.txt");
  } catch (error) {
    expect(error).toBeInstanceOf(InklingError);
    expect(error).toMatchObject({ code: "feed", name: "FeedError" });
    return (error as FeedError).message;
  }
  throw new Error("read without complaint");
}

describe("a file that is no feed is refused in one sentence", () => {
  test.each([
    ["0 bytes", "", "feed.txt is empty (0 bytes): export it again"],
    ["white space", " \r\n\t\n", "feed.txt holds nothing but white space: export it again"],
    ["a byte order mark alone", "\ufeff", "feed.txt holds nothing but white space: export it again"],
    ["HTML", "<!DOCTYPE html>\n<html><body>Log in</body></html>", /^feed.txt is a web page \(HTML\)/],
    ["HTML without a doctype", "\n<!-- x --><head><title>x</title>", /^feed.txt is a web page \(HTML\)/],
    ["an error message of a server", "<br />\n<b>Fatal error</b>: out of memory", /^feed.txt is a web page \(HTML\)/],
    [
      "other XML",
      "<?xml version='1.0'?><products><product/></products>",
      /its root <products> is neither <rss> nor <feed>/,
    ],
    ["prose", "Dear customer,\nhere is the feed.", /^feed.txt is a table whose first row names no "id" and "title"/],
    ["one word", "Hello", /^feed.txt is no feed Inkling knows: give a Google Merchant feed/],
    ["angle brackets", "<<<<", /^feed.txt is no feed Inkling knows/],
    ["a header of something else", "name,email\na,b\n", /names no "id" and "title"/],
    [
      "a header without rows",
      "id\ttitle\n",
      "feed.txt holds no products, only a header or an empty frame: export it again",
    ],
    ["a Shopify header without rows", "Handle,Title,Vendor", /^feed.txt holds no products/],
    ["RSS without items", rss(), /^feed.txt holds no products/],
    ["an empty array", "[]", /^feed.txt holds no products/],
    ["JSON over several lines", '{\n  "products": [\n', /^feed.txt spreads a JSON object over several lines/],
    ["a picture", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), /^feed.txt is a binary file/],
    [
      "control characters",
      Buffer.from(Array.from({ length: 99 }, (_, at) => 1 + (at % 8))),
      /^feed.txt is a binary file/,
    ],
    ["a ZIP archive", Buffer.from("504b030414000600", "hex"), /^feed.txt is a ZIP archive or an Excel workbook/],
    ["a damaged gzip file", gzipSync(TSV).subarray(0, 30), /^feed.txt is a gzip file that is damaged or cut short/],
    ["UTF-16 without its mark", Buffer.from(TSV, "utf16le"), /^feed.txt is a binary file/],
  ])("%s", (_, bytes, message) => {
    const said = problem(bytes);
    expect(said).toMatch(message);
    expect(said).not.toMatch(/\n|\bat .*:\d+|Error/);
  });
});

test("a gzip file that would inflate beyond bounds is refused before it does", () => {
  const zeros = gzipSync(Buffer.alloc(20_000_000));
  const bomb = Buffer.concat(Array.from({ length: 30 }, () => zeros));
  expect(problem(bomb)).toBe("feed.txt has more than 500 MB of text: leave out fields or split it");
});

test.each(Object.entries(GOOD))("%s reads the same gzipped, as UTF-16 and behind a byte order mark", (_, text) => {
  const plain = read(text);
  expect(plain.issues).toEqual([]);
  expect(plain.products).toHaveLength(text === GOOD.atom ? 1 : 2);
  expect(read(gzipSync(text))).toEqual(plain);
  expect(read(`\ufeff${text}`)).toEqual(plain);
  const utf16 = Buffer.from(`\ufeff${text}`, "utf16le");
  expect(read(utf16)).toEqual(plain);
  expect(read(Buffer.from(utf16).swap16())).toEqual(plain);
  expect(read(text.replaceAll("\n", "\r\n"))).toEqual(plain);
});

test("old spreadsheets end lines in CR alone", () => {
  expect(read(GOOD.jsonLines.replaceAll("\n", "\r"))).toEqual(read(GOOD.jsonLines));
});

test("text that is not UTF-8 is read by its declaration, or as Windows-1252 with a word on it", () => {
  const western = read(Buffer.from("id\ttitle\n1\tL\u00e4ufer\n", "latin1"));
  expect(western.products[0]!.title).toBe("Läufer");
  expect(western.issues).toMatchObject([{ line: 1, severity: "warning" }]);
  const shiftJis = Buffer.concat([
    Buffer.from('<?xml version="1.0" encoding="Shift_JIS"?><rss><channel><item><id>1</id><title>'),
    Buffer.from("8c43", "hex"),
    Buffer.from("</title></item></channel></rss>"),
  ]);
  expect(read(shiftJis)).toMatchObject({ products: [{ title: "靴" }], issues: [] });
});

test("XML that says it is UTF-8 and is not is read as Windows-1252 with a word on it", () => {
  const { products, issues } = read(
    Buffer.from(rss("<item><g:id>1</g:id><title>L\u00e4ufer</title></item>"), "latin1"),
  );
  expect(products[0]!.title).toBe("Läufer");
  expect(issues).toMatchObject([{ line: 1, severity: "warning" }]);
});

test("one character cut in half does not turn the others into nonsense, and is told of", () => {
  const bytes = Buffer.concat([
    Buffer.from("id\ttitle\n1\tläuft\n2\t靴"),
    Buffer.from([0xe9, 0x9d]),
    Buffer.from("\n"),
  ]);
  const { products, issues } = read(bytes);
  expect(products.map(({ title }) => title)).toEqual(["läuft", "靴\ufffd"]);
  expect(said(issues)).toEqual([
    '3  warning: a character is not whole from here on and read as "\ufffd": export the file again as UTF-8',
  ]);
});

test("names like __proto__ are names", () => {
  const product = one(
    '{"id":"__proto__","title":"constructor","attributes":{"__proto__":"toString"},"brand":{"name":"hasOwnProperty"}}',
  );
  expect(product).toMatchObject({
    id: "__proto__",
    title: "constructor",
    brand: "hasOwnProperty",
    attributes: [{ name: "__proto__", value: "toString" }],
  });
  expect(one("id,title,__proto__,constructor\n1,x,y,z\n").title).toBe("x");
  expect(({} as Record<string, unknown>).title).toBeUndefined();
});

function readsOrRefuses(bytes: Uint8Array): void {
  try {
    const { products, rows, issues } = read(bytes);
    expect(rows).toBeGreaterThan(0);
    for (const product of products)
      expect(product.id !== "" && product.title !== "" && product.variants.length > 0).toBe(true);
    for (const { line, message } of issues) expect(line > 0 && !message.includes("\n")).toBe(true);
  } catch (error) {
    if (!(error instanceof FeedError)) throw error;
  }
}

test.each(Object.entries(GOOD))("%s cut short anywhere is read as far as it goes, or refused", (_, text) => {
  const bytes = Buffer.from(text);
  for (let length = 0; length < bytes.length; length++) readsOrRefuses(bytes.subarray(0, length));
  const zipped = gzipSync(bytes);
  for (let length = 0; length < zipped.length; length++) readsOrRefuses(zipped.subarray(0, length));
});

test("a good feed with bytes changed is read or refused", () => {
  const change = fc.tuple(
    fc.nat(),
    fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0x22, 0x3c, 0x26, 0x0a, 0x7b)),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(GOOD)),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      (text, changes) => {
        const bytes = Buffer.from(text);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        readsOrRefuses(bytes);
      },
    ),
    { numRuns: 2_000 },
  );
});

test("any bytes, and any JSON, are read or refused", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), readsOrRefuses), { numRuns: 2_000 });
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 100 }), (text) => readsOrRefuses(Buffer.from(text))));
  const names = fc.constantFrom(
    "id",
    "title",
    "price",
    "category",
    "attributes",
    "variants",
    "image",
    "brand",
    "stock",
    "style",
  );
  const objects = fc.array(fc.dictionary(names, fc.jsonValue({ maxDepth: 4 })), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(objects, (all) => {
      readsOrRefuses(Buffer.from(all.map((object) => JSON.stringify({ id: 1, title: "x", ...object })).join("\n")));
      readsOrRefuses(Buffer.from(JSON.stringify(all)));
    }),
    { numRuns: 2_000 },
  );
});

test("nesting without end is read or refused", () => {
  const deep = 200_000;
  readsOrRefuses(Buffer.from(`{"id":1,"title":${"[".repeat(deep)}${"]".repeat(deep)}}`));
  readsOrRefuses(Buffer.from(`{"id":1,"title":"x","price":${'{"amount":'.repeat(deep / 4)}1${"}".repeat(deep / 4)}}`));
  readsOrRefuses(Buffer.from("[".repeat(deep)));
  readsOrRefuses(Buffer.from(rss(`<item><id>1</id>${"<a>".repeat(deep)}${"</a>".repeat(deep)}</item>`)));
});

test("hostile quotes, brackets and items cost no more than their length", () => {
  readsOrRefuses(Buffer.from(`id\ttitle\n${'"x\t\n'.repeat(50_000)}`));
  readsOrRefuses(Buffer.from(`id\ttitle\n${'1\t"x\n'.repeat(50_000)}`));
  readsOrRefuses(Buffer.from(rss("<item>".repeat(50_000))));
  readsOrRefuses(Buffer.from(rss(`<item><title>${"<![CDATA[".repeat(50_000)}</title></item>`)));
  readsOrRefuses(Buffer.from(`<!DOCTYPE rss [${"<!-- ".repeat(50_000)}`));
});
