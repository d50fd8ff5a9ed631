import fc from "fast-check";
import { expect, test } from "vitest";
import { NODE_TEXT } from "../../../compiler/platform.ts";
import { type DisplayRow, decodeDisplay, encodeDisplay, priceDecimals } from "../../../src/core/catalogue/display.ts";
import { decodeLive, encodeLive } from "../../../src/core/catalogue/live.ts";
import { texts } from "./arbitraries.ts";

interface Shown extends DisplayRow {
  readonly id: string;
}

const ids = fc.string({ unit: fc.constantFrom(..."ab1-/"), minLength: 1, maxLength: 4 });
/** Some around the id, some all alike, some of their own, some none. */
const addresses = (id: string): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom("", `https://shop.example/p/${id}`, `/p/${id}?v=${id}`, "https://shop.example/same"),
    fc.webUrl(),
  );
const amounts = fc.option(
  fc.nat({ max: 10_000_000 }).map((cents) => cents / 100),
  { nil: undefined },
);

const shown: fc.Arbitrary<Shown> = ids.chain((id) =>
  fc.record({ id: fc.constant(id), title: texts(30), url: addresses(id), image: addresses(id), price: amounts }),
);
const shelves = fc.uniqueArray(shown, { selector: ({ id }) => id, maxLength: 12 });

const column = (rows: readonly Shown[]) => ({ length: rows.length, at: (row: number) => rows[row]!.id });

test("a display section decodes to what was encoded", () => {
  fc.assert(
    fc.property(shelves, fc.constantFrom("EUR", "JPY", ""), (rows, currency) => {
      const bytes = encodeDisplay(
        rows,
        rows.map(({ id }) => id),
        currency,
        2,
        NODE_TEXT,
      );
      const decoded = decodeDisplay(bytes, NODE_TEXT, column(rows));
      expect(decoded).toMatchObject({ currency, decimals: 2 });
      rows.forEach(({ id: _, ...row }, at) => {
        expect(decoded.at(at)).toEqual(row);
      });
    }),
  );
});

test("a live section gives today's price and stock, whatever the prices at build time", () => {
  const now = fc.record({ price: amounts, inStock: fc.boolean() });
  fc.assert(
    fc.property(shelves, fc.array(now, { minLength: 12, maxLength: 12 }), (rows, later) => {
      const codes = rows.map(({ id }) => id);
      const display = decodeDisplay(encodeDisplay(rows, codes, "EUR", 2, NODE_TEXT), NODE_TEXT, column(rows));
      const today = rows.map((_, at) => later[at]!);
      const live = decodeLive(encodeLive(today, "a".repeat(64), display, NODE_TEXT), display, NODE_TEXT);
      expect(live.catalogue).toBe("a".repeat(64));
      expect(today.map((_, at) => ({ price: live.price(at), inStock: live.inStock(at) }))).toEqual(today);
    }),
  );
});

test("a live section for another number of products is refused", () => {
  const rows = ["a", "b"].map((id) => ({ id, title: id, url: "", image: "", price: 1 }));
  const display = (part: readonly Shown[]) => {
    const codes = part.map(({ id }) => id);
    return decodeDisplay(encodeDisplay(part, codes, "EUR", 2, NODE_TEXT), NODE_TEXT, column(part));
  };
  const bytes = encodeLive([{ price: 2, inStock: true }], "", display(rows.slice(0, 1)), NODE_TEXT);
  expect(() => decodeLive(bytes, display(rows), NODE_TEXT)).toThrow("has 1 products for 2");
});

test.each([
  [[], 0],
  [[undefined, 5, 120], 0],
  [[5, 12.9], 2],
  [[0.1 + 0.2], 2],
  [[1.005], 3],
])("prices %j take %d decimals", (prices, decimals) => {
  expect(priceDecimals(prices)).toBe(decimals);
});
