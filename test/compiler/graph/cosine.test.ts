import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cosineNeighbours } from "../../../compiler/graph/cosine.ts";
import type { Neighbours } from "../../../compiler/graph/neighbours.ts";
import { type SparseRows, tfidf } from "../../../compiler/text/tfidf.ts";

/** Every pair, and a sort: slow and plain. */
function bruteForce(rows: SparseRows, count: number): Neighbours[] {
  const maps = Array.from({ length: rows.offsets.length - 1 }, (_, row) => {
    const entries = new Map<number, number>();
    for (let at = rows.offsets[row]!; at < rows.offsets[row + 1]!; at++)
      entries.set(rows.terms[at]!, rows.weights[at]!);
    return entries;
  });
  return maps.map((query, row) => {
    const scored = maps.flatMap((other, item) => {
      let score = 0;
      for (const [term, weight] of other) score += (query.get(term) ?? 0) * weight;
      return item === row || score === 0 ? [] : [{ item, score }];
    });
    scored.sort((a, b) => b.score - a.score || a.item - b.item);
    const kept = scored.slice(0, count);
    return {
      items: Uint32Array.from(kept, ({ item }) => item),
      weights: Float32Array.from(kept, ({ score }) => score),
    };
  });
}

/** Few words, much used: ties, rows that say the same, rows that say nothing. */
const documents = fc.array(
  fc.dictionary(fc.constantFrom(..."abcdefghijkl"), fc.constantFrom(0.25, 0.5, 1, 2, 3), { maxKeys: 6 }),
  { maxLength: 40 },
);

const rowsOf = (texts: readonly Record<string, number>[]): SparseRows =>
  tfidf(texts.map((words) => new Map(Object.entries(words))));

describe("cosine neighbours", () => {
  test("are those of comparing every pair, in the same order", () => {
    fc.assert(
      fc.property(documents, fc.integer({ min: 1, max: 12 }), (texts, count) => {
        const rows = rowsOf(texts);
        expect([...cosineNeighbours(rows, count)]).toEqual(bruteForce(rows, count));
      }),
      { numRuns: 400 },
    );
  });

  test("are those of comparing every pair where long postings are left unread", () => {
    let state = 1;
    const draw = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    const texts = Array.from({ length: 2_500 }, () => {
      const rare = Array.from({ length: 3 }, () => [`r${Math.floor(draw() * 900)}`, 1]);
      const common = Array.from({ length: 12 }, () => [`c${Math.floor(60 ** draw())}`, draw() < 0.5 ? 0.25 : 1]);
      return Object.fromEntries([...common, ...rare]);
    });
    const rows = rowsOf(texts);
    expect([...cosineNeighbours(rows, 16)]).toEqual(bruteForce(rows, 16));
  });

  test("go to the smaller indexes when all products say the same", () => {
    const same = Array.from({ length: 6 }, () => ({ red: 1 }));
    const [first, , , last] = [...cosineNeighbours(rowsOf([...same, { blue: 1 }, { blue: 1 }]), 3)];
    expect([...first!.items]).toEqual([1, 2, 3]);
    expect([...last!.items]).toEqual([0, 1, 2]);
  });

  test("are none for products without words in common", () => {
    expect([...cosineNeighbours(rowsOf([{ a: 1 }, { b: 1 }, {}]), 4)].map(({ items }) => items.length)).toEqual([
      0, 0, 0,
    ]);
  });
});

test("rows of weights are of length one and exact sums of 24 bits", () => {
  fc.assert(
    fc.property(documents, (texts) => {
      const { offsets, terms, weights } = rowsOf(texts);
      for (let row = 0; row + 1 < offsets.length; row++) {
        const own = weights.subarray(offsets[row], offsets[row + 1]);
        if (own.length === 0) continue;
        expect(Math.sqrt(own.reduce((sum, weight) => sum + weight * weight, 0))).toBeCloseTo(1, 6);
        expect(own.every((weight) => Number.isInteger(weight * 2 ** 24) && weight > 0)).toBe(true);
        const ids = [...terms.subarray(offsets[row], offsets[row + 1])];
        expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
      }
    }),
  );
});
