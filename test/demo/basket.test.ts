import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addToBasket,
  basketCookie,
  countOf,
  MOST_EACH,
  MOST_LINES,
  readBasket,
  readCookie,
  setQuantity,
  writeBasket,
} from "../../demo/basket/basket.ts";

const line = fc.record({
  variant: fc.string({ minLength: 1, maxLength: 40, unit: "grapheme" }),
  quantity: fc.integer({ min: 1, max: MOST_EACH }),
});

test("what is written is read again, as one cookie", () => {
  fc.assert(
    fc.property(fc.uniqueArray(line, { maxLength: 8, selector: ({ variant }) => variant }), (lines) => {
      const value = writeBasket(lines);
      expect(readBasket(value)).toEqual(lines);
      expect(value).toMatch(/^[A-Za-z0-9%*.!~_-]*$/);
      expect(readBasket(readCookie(`a=1; ${basketCookie(lines).split(";")[0]}; b=2`, "basket"))).toEqual(lines);
    }),
  );
});

test("anything may stand in the cookie", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      for (const { variant, quantity } of readBasket(text)) {
        expect(variant).not.toBe("");
        expect(quantity).toBeGreaterThan(0);
        expect(quantity).toBeLessThanOrEqual(MOST_EACH);
      }
    }),
  );
  expect(readBasket("%*1.A*0.B*999.C*-1.D*1e9.E")).toEqual([{ variant: "B", quantity: MOST_EACH }]);
});

test("a basket stays within what a cookie holds", () => {
  const many = Array.from({ length: 200 }, (_, i) => ({ variant: `${"x".repeat(150)}${i}`, quantity: 1 }));
  expect(basketCookie(many).length).toBeLessThan(4_096);
  expect(readBasket(Array.from({ length: 99 }, (_, i) => `V${i}*1`).join("."))).toHaveLength(MOST_LINES);
});

test("adding sums up, setting replaces, nought removes", () => {
  const one = addToBasket([], "A", 2);
  const two = addToBasket(addToBasket(one, "B", 1), "A", 1);
  expect(two).toEqual([
    { variant: "A", quantity: 3 },
    { variant: "B", quantity: 1 },
  ]);
  expect(countOf(two)).toBe(4);
  expect(addToBasket(two, "A", 100)[0]?.quantity).toBe(MOST_EACH);
  expect(setQuantity(two, "A", 1)[0]).toEqual({ variant: "A", quantity: 1 });
  expect(setQuantity(two, "A", 0)).toEqual([{ variant: "B", quantity: 1 }]);
  expect(setQuantity(two, "A", Number.NaN)).toEqual([{ variant: "B", quantity: 1 }]);
});
