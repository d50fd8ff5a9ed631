import fc from "fast-check";
import { expect, test } from "vitest";
import { NotFiniteError } from "../../../../src/core/errors.ts";
import { clipped } from "../../../../src/core/privacy/vector/clip.ts";
import { norm } from "./blocks.ts";

const vectors = fc.array(fc.double({ min: -1e306, max: 1e306, noNaN: true }), { minLength: 1, maxLength: 40 });
const clips = fc.double({ min: 1e-3, max: 1e3, noNaN: true });

test("no longer than the clip, the direction kept, and what is short enough left as it is", () => {
  fc.assert(
    fc.property(vectors, clips, (values, clip) => {
      const before = norm(values);
      const out = clipped(values, clip, "x");
      expect(norm(out)).toBeLessThanOrEqual(clip * (1 + 1e-12));
      if (before <= clip * (1 - 1e-12)) expect([...out]).toEqual(values);
      else
        out.forEach((value, at) => {
          // Divided first: a number near the largest there is would not survive the product.
          expect(Math.abs(value - (values[at]! / before) * clip)).toBeLessThanOrEqual(clip * 1e-9);
        });
    }),
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  "%d is stopped, and said where",
  (value) => {
    expect(() => clipped([1, value], 1, "block head")).toThrow(NotFiniteError);
    expect(() => clipped([1, value], 1, "block head")).toThrow(`block head: value 1 is ${value}`);
  },
);
