import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPlainScorer } from "../../src/core/dot/plain.ts";
import { createWasmScorer } from "../../workers/kernels/scorer/wasm.ts";
import { cases, largeCases, slowTop } from "./reference.ts";

describe.each([
  ["plain", createPlainScorer],
  ["wasm", createWasmScorer],
] as const)("the %s scorer", (_, createScorer) => {
  test("answers what every score and a sort answer", () => {
    fc.assert(
      fc.property(cases, ({ items, query, count }) => {
        const scorer = createScorer(items);
        expect(scorer.top(query, count)).toEqual(slowTop(items, query, count));
        scorer.dispose();
      }),
    );
  });

  test.each(largeCases())("$name", ({ items, query, count }) => {
    expect(createScorer(items).top(query, count)).toEqual(slowTop(items, query, count));
  });

  test("answers one query after another, whatever came before", () => {
    const { items, query } = largeCases()[0]!;
    const scorer = createScorer(items);
    const other = query.map((value) => -value);
    for (const [wanted, count] of [
      [query, 20],
      [other, 200],
      [query, 1],
      [other, 0],
    ] as const)
      expect(scorer.top(wanted, count)).toEqual(slowTop(items, wanted, count));
  });

  test("refuses what it could not answer exactly", () => {
    const items = { vectors: new Int8Array(8), scales: Float32Array.of(1, 1), dims: 4 };
    const scorer = createScorer(items);
    expect(() => scorer.top(new Float32Array(3), 1)).toThrow(/query has not 4/);
    expect(() => scorer.top(Float32Array.of(1, Number.NaN, 0, 0), 1)).toThrow(/not finite/);
    for (const count of [-1, 257, 1.5, Number.NaN])
      expect(() => scorer.top(new Float32Array(4), count)).toThrow(/count/);
    expect(() => createScorer({ ...items, dims: 3 })).toThrow(/vectors/);
    for (const dims of [0, 1_025, 1.5]) expect(() => createScorer({ ...items, dims })).toThrow(/dims/);
    for (const scale of [Number.NaN, Number.POSITIVE_INFINITY, 1e-40, 2 ** 101])
      expect(() => createScorer({ ...items, scales: Float32Array.of(1, scale) })).toThrow(/scales/);
  });
});
