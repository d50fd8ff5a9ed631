import fc from "fast-check";
import { expect, test } from "vitest";
import { paddedDims, quantizeQuery } from "../../../src/core/dot/query.ts";

const queries = fc.float32Array({ minLength: 1, maxLength: 1_024, noNaN: true, noDefaultInfinity: true });

test("a whole query is the query to half a step, in the finest power of two whose dot products float32 holds", () => {
  fc.assert(
    fc.property(queries, (query) => {
      const { values, step } = quantizeQuery(query, query.length);
      expect(Number.isInteger(Math.log2(step))).toBe(true);
      expect(values).toHaveLength(paddedDims(query.length));
      expect(values.subarray(query.length).every((value) => value === 0)).toBe(true);
      const most = Math.min(32_767, Math.floor(2 ** 24 / (128 * query.length)));
      for (const [at, value] of query.entries()) {
        expect(Math.abs(values[at]!)).toBeLessThanOrEqual(most);
        expect(Math.abs(values[at]! * step - value)).toBeLessThanOrEqual(step / 2);
      }
      const largest = Math.max(...query.map(Math.abs));
      if (largest > 0) expect(largest / (step / 2)).toBeGreaterThan(most);
    }),
  );
});

test("64 values go to 2,048 steps a side, and a query of zeros is one", () => {
  expect(quantizeQuery(new Float32Array(64).fill(-1), 64)).toEqual({
    values: new Int16Array(64).fill(-2_048),
    step: 2 ** -11,
  });
  expect(quantizeQuery(new Float32Array(5), 5)).toEqual({ values: new Int16Array(16), step: 1 });
});
