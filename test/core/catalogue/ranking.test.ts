import fc from "fast-check";
import { expect, test } from "vitest";
import { NODE_TEXT } from "../../../compiler/platform.ts";
import { reverseGraph, WEIGHT_OF, weightCode } from "../../../src/core/catalogue/graph.ts";
import { logPriceOf, priceCode } from "../../../src/core/catalogue/price.ts";
import { decodeRanking, encodeRanking } from "../../../src/core/catalogue/ranking.ts";
import { finish } from "../../../src/core/steps.ts";
import { graphs, rankings } from "./arbitraries.ts";

test("a ranking section decodes to what was encoded", () => {
  fc.assert(
    fc.property(rankings, ({ brands, ...content }) => {
      const decoded = decodeRanking(encodeRanking(content, brands, NODE_TEXT), NODE_TEXT);
      const { brands: column, ...rest } = decoded;
      expect(rest).toEqual(content);
      expect(Array.from({ length: column.length }, (_, row) => column.at(row))).toEqual(brands);
    }),
  );
});

test("a graph seen from its targets has the same edges, and seen from theirs again is itself", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }).chain((products) => graphs(products)),
      (graph) => {
        const reversed = finish(reverseGraph(graph));
        expect(reversed.targets.length).toBe(graph.targets.length);
        expect(finish(reverseGraph(reversed))).toEqual(graph);
      },
    ),
  );
});

test("a weight's code is the nearest there is, and never none", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
      const code = weightCode(share);
      const step = Math.abs(Math.sqrt(WEIGHT_OF[code]!) - Math.sqrt(share));
      expect(code).toBeGreaterThanOrEqual(1);
      expect(step).toBeLessThanOrEqual(share < WEIGHT_OF[1]! ? 1 / 255 : 0.5 / 255 + 1e-7);
    }),
  );
  for (let code = 1; code < 256; code++) expect(weightCode(WEIGHT_OF[code]!)).toBe(code);
});

test("a price's code is within half a step of it, in logarithms", () => {
  const amounts = fc.double({ min: 0.01, max: 100_000, noNaN: true });
  fc.assert(
    fc.property(amounts, amounts, amounts, (a, b, c) => {
      const [low, amount, high] = [a, b, c].toSorted((x, y) => x - y) as [number, number, number];
      const code = priceCode(amount, low, high);
      const halfStep = Math.log(high / low) / 254 / 2;
      expect(Math.abs(logPriceOf(code, low, high) - Math.log(amount))).toBeLessThanOrEqual(halfStep + 1e-9);
    }),
  );
  expect(priceCode(undefined, 1, 9)).toBe(0);
  expect(priceCode(0, 1, 9)).toBe(0);
  expect(logPriceOf(0, 1, 9)).toBeNaN();
});
