import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeEntities } from "../../../compiler/feed/entities.ts";
import { readPrice } from "../../../compiler/feed/price.ts";
import { cut, plainText } from "../../../compiler/feed/text.ts";
import { titleStem } from "../../../compiler/feed/title-stem.ts";
import { readUrl } from "../../../compiler/feed/url.ts";

test.each([
  ["12.99 EUR", 12.99, "EUR"],
  ["EUR 12.99", 12.99, "EUR"],
  ["eur12.99", 12.99, "EUR"],
  ["€12.99", 12.99, "EUR"],
  ["12.99 €", 12.99, "EUR"],
  ["US$12.99", 12.99, "USD"],
  ["$12.99", 12.99, ""],
  ["$12.99 CAD", 12.99, "CAD"],
  ["1,299.00 USD", 1299, "USD"],
  ["1,29,999.00 INR", 129999, "INR"],
  ["1'299.50 CHF", 1299.5, "CHF"],
  ["12 345.60 PLN", 12345.6, "PLN"],
  ["1,299,000", 1299000, ""],
  ["1.299.000", 1299000, ""],
  ["1,299 JPY", 1299, "JPY"],
  ["1.299 KWD", 1.299, "KWD"],
  ["１２９９円", 1299, "JPY"],
  ["0.299", 0.299, ""],
  [".99", 0.99, ""],
  ["12.5000", 12.5, ""],
  ["0", 0, ""],
  [12.99, 12.99, ""],
  [{ amount: 5, currency: "gbp" }, 5, "GBP"],
  [{ value: "5.50", currencyCode: "GBP" }, 5.5, "GBP"],
])("price %j", (value, amount, currency) => {
  expect(readPrice(value, "")).toEqual({ price: { amount, currency } });
});

test.each([
  ["12,99 EUR", 12.99],
  ["1.299,00 EUR", 1299],
  ["1 299,50 PLN", 1299.5],
  ["0,5", 0.5],
])("price %j is understood, with a word on the comma", (value, amount) => {
  const { price, warning } = readPrice(value, "");
  expect(price?.amount).toBe(amount);
  expect(warning).toContain("point");
});

test.each([
  "1,299 EUR",
  "1.299 EUR",
  "12,99,99",
  "1.2.3",
  "1,2.3,4",
  "12 34",
  "from 12.99",
  "10.00 - 20.00",
  "12.99 EUR USD",
  "free",
  "-1",
  "- 4,50 EUR",
  "1e5",
  "99999999999",
  "12.",
  ",",
  { amount: { amount: 1 } },
  -0.01,
  1e300,
])("price %j is refused", (value) => {
  const { price, problem } = readPrice(value, "EUR");
  expect(price).toBeUndefined();
  if (typeof value !== "object") expect(problem).toMatch(/^".*" .*left out/);
});

test("a price in words and digits is what was written, whatever the marks", () => {
  const cents = fc.integer({ min: 0, max: 99_999_999 });
  const style = fc.constantFrom(["", "."], [",", "."], [".", ","], [" ", ","], ["'", "."], ["\u00a0", "."], ["", ","]);
  fc.assert(
    fc.property(cents, style, (amount, [group, mark]) => {
      const whole = String(Math.trunc(amount / 100)).replace(/\B(?=(\d{3})+$)/g, group!);
      const text = `${whole}${mark}${String(amount % 100).padStart(2, "0")} EUR`;
      expect(readPrice(text, "").price).toEqual({ amount: amount / 100, currency: "EUR" });
    }),
  );
});

test.each([
  ["https://shop.example/p/1?x=2#y", "https://shop.example/p/1?x=2#y"],
  ["HTTP://shop.example", "HTTP://shop.example"],
  ["//cdn.example/i.jpg", "https://cdn.example/i.jpg"],
  ["/p/鞋", "/p/鞋"],
  ["/p/a b", "/p/a%20b"],
  ["https://shop.example/a b", "https://shop.example/a%20b"],
  ["https:\\\\shop.example\\p", "https://shop.example/p"],
  ["https:shop.example/p", "https://shop.example/p"],
])("address %j", (raw, url) => {
  expect(readUrl(raw)).toEqual({ url });
});

test.each([
  ["javascript:alert(1)", "scheme"],
  ["java\nscript:alert(1)", "scheme"],
  ["\u0001javascript:alert(1)", "scheme"],
  ["data:text/html,x", "scheme"],
  ["ftp://shop.example/i.jpg", "scheme"],
  ["/\\evil.example/p", "scheme"],
  ["/..\\/evil.example/p", "scheme"],
  ["/..//evil.example/p", "scheme"],
  ["https://", "relative"],
  ["i.jpg", "relative"],
  ["www.shop.example/p", "relative"],
  [`/${"p".repeat(2_000)}`, "long"],
])("address %j is refused: %s", (raw, problem) => {
  expect(readUrl(raw)).toEqual({ url: "", problem });
});

test("whatever address comes through leads to http or https, as a browser reads it", () => {
  const pieces = fc.constantFrom(
    "http",
    "s",
    ":",
    "/",
    "\\",
    "\t",
    "\n",
    "javascript",
    "data",
    "a.example",
    "@",
    "?",
    "#",
    "..",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 2 })), { maxLength: 8 }), (parts) => {
      const { url } = readUrl(parts.join(""));
      if (url === "") return;
      const seen = new URL(url, "https://shop.example/dir/");
      expect(["http:", "https:"]).toContain(seen.protocol);
      if (url.startsWith("/")) expect(seen.host).toBe("shop.example");
    }),
    { numRuns: 3_000 },
  );
});

test.each([
  ["<p>Soft</p><p>Warm</p>", "Soft Warm"],
  ["a <b>b</b>old\u00a0 word\r\n", "a bold word"],
  ["x<script>if (a<b) alert('</p>')</script>y<STYLE>p{}</style >z", "x y z"],
  ["x<!-- <p> -->y<script>never closed", "x y"],
  ["5 < 6 > 4 and <3", "5 < 6 > 4 and <3"],
  ["Bed &amp; Bath &lt;b&gt;new&lt;/b&gt;", "Bed & Bath new"],
  ["caf&eacute; &Uuml;ber &#26085;&#x672c; &unknown; &", "café Über 日本 &unknown; &"],
  ["&#xD800;&#0;&#1114112;", "\ufffd\ufffd\ufffd"],
  ["cafe\u0301 a\u0000b\u0085c\ud800d", "café a b c d"],
])("text %j", (html, text) => {
  expect(plainText(html)).toBe(text);
});

test("no text grows, and none takes long", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("&", "#", "x", "lt", ";", "amp", "<", ">", "!--", "script", "/", "1")),
      (parts) => {
        const text = parts.join("");
        expect(decodeEntities(text).length).toBeLessThanOrEqual(text.length);
        expect(plainText(text)).not.toMatch(/\s\s|\p{Cc}/u);
      },
    ),
  );
  for (const hostile of ["<a", "<!--", "<script>", "&amp", "<style ", "&#x", "</"]) {
    expect(plainText(hostile.repeat(100_000)).length).toBeLessThanOrEqual(1_000_000);
  }
});

test("a text is never cut within a character", () => {
  expect(cut("a😀", 2)).toBe("a");
  expect(cut("a😀", 3)).toBe("a😀");
  expect(cut("ab cd", 3)).toBe("ab");
});

test.each([
  [["Shirt"], "Shirt"],
  [["Shirt", "Shirt"], "Shirt"],
  [["Shirt - Red", "Shirt - Blue"], "Shirt"],
  [["Shirt", "Shirt - Red"], "Shirt"],
  [["Shirt Red", "Shirt Raspberry"], "Shirt"],
  [["Shirt (Red, M)", "Shirt (Red, L)"], "Shirt"],
  [["Shirt (organic), red", "Shirt (organic), blue"], "Shirt (organic)"],
  [["Trail Runner 2 / 42 / red", "Trail Runner 2 / 43 / red"], "Trail Runner 2"],
  [["越野跑鞋 红色", "越野跑鞋 蓝色"], "越野跑鞋"],
  [["ランニングシューズ【赤】", "ランニングシューズ【青】"], "ランニングシューズ"],
  [["Red shirt", "Blue shirt"], "Red shirt"],
  [["A red shirt", "A blue shirt"], "A red shirt"],
  [["The long-sleeved red shirt", "The blue one"], "The long-sleeved red shirt"],
  [["", "Shirt"], "Shirt"],
  [[], ""],
])("title of %j", (titles, stem) => {
  expect(titleStem(titles)).toBe(stem);
});
