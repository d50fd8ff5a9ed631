import fc from "fast-check";
import { expect, test } from "vitest";
import { aliasKey } from "../../../src/core/catalogue/alias-key.ts";

test.each([
  ["  SKU-1 ", "SKU-1"],
  ["sku-1", "sku-1"],
  ["Cafe\u0301", "Café"],
  ["shopify_US_123_456", "shopify_123_456"],
  ["Shopify_de_123_456", "shopify_123_456"],
  ["shopify_123_456", "shopify_123_456"],
  ["shopify_US_123", "123"],
  ["gid://shopify/Product/123", "123"],
  ["gid://shopify/ProductVariant/456", "456"],
  ["https://Shop.example/p/Trail-2/?colour=red#top", "/p/Trail-2"],
  ["//cdn.example/p/2", "/p/2"],
  ["/p/2/", "/p/2"],
  ["https://shop.example", "/"],
  ["https://shop.example/", "/"],
  ["/collections/sale/products/trail-2?variant=9", "/products/trail-2"],
  ["/en-gb/products/trail-2", "/products/trail-2"],
  ["https://shop.example/fr/collections/all/products/trail-2", "/products/trail-2"],
  ["/products/trail-2/reviews", "/products/trail-2/reviews"],
  ["/p/%E9%9E%8B", "/p/鞋"],
  ["/p/鞋", "/p/鞋"],
  ["/p/a%2fb%25", "/p/a%2Fb%25"],
  ["/p/a b", "/p/a%20b"],
  ["/p/%ff", "/p/%FF"],
  ["00012345678905", "12345678905"],
  ["012345678905", "12345678905"],
  ["00042", "00042"],
  ["products/2", "products/2"],
  ["", ""],
])("%j is looked up as %j", (raw, key) => {
  expect(aliasKey(raw)).toBe(key);
});

test("a key is its own key, whatever the text", () => {
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom(
        "/",
        "%",
        "%25",
        "%C3%A9",
        "%c2%a0",
        "?",
        "#",
        " ",
        "\u00a0",
        "shopify_US_",
        "12",
        "00",
        "_",
        "//",
      ),
      fc.constantFrom("https://", "gid://shopify/Product/", "/products/", "/en", "/collections/a", "e\u0301"),
      fc.string({ unit: "binary", maxLength: 4 }),
    ),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(pieces, (parts) => {
      const key = aliasKey(parts.join(""));
      expect(aliasKey(key)).toBe(key);
    }),
    { numRuns: 3_000 },
  );
});
