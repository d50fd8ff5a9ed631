import fc from "fast-check";
import { quantizeQuery } from "../../src/core/dot/query.ts";
import type { Items, Top } from "../../src/core/dot/scorer.ts";

/** What a scorer must answer: every score, then a sort. */
export function slowTop({ vectors, scales, dims }: Items, query: Float32Array, count: number): Top {
  const { values, step } = quantizeQuery(query, dims);
  const keys = [...scales].map((scale, item) => {
    let sum = 0;
    for (let j = 0; j < dims; j++) sum += vectors[item * dims + j]! * values[j]!;
    return Math.fround(sum * scale);
  });
  const indices = [...keys.keys()].sort((a, b) => keys[b]! - keys[a]! || a - b).slice(0, count);
  return {
    indices: Uint32Array.from(indices),
    scores: Float32Array.from(indices, (item) => Math.fround(keys[item]! * step) + 0),
  };
}

export interface Case {
  readonly items: Items;
  readonly query: Float32Array;
  readonly count: number;
}

/** Few different values, so that scores are often equal, or any. */
const int8 = fc.oneof(fc.constantFrom(-128, 127, 0), fc.integer({ min: -128, max: 127 }));
const scale = fc.oneof(
  fc.constantFrom(0, 1, 0.5, -1, 2 ** -100, 2 ** 100),
  fc.float({ min: 2 ** -10, max: 10, noNaN: true }),
);
const value = fc.oneof(fc.constantFrom(0, 1, -1, 1e-40, 3e38), fc.float({ min: -3, max: 3, noNaN: true }));

const many = (count: number) => ({ minLength: count, maxLength: count });

/** Catalogues of up to 70 items of any width, their vectors anywhere in a buffer, and lists longer than they are. */
export const cases: fc.Arbitrary<Case> = fc
  .tuple(fc.integer({ min: 0, max: 70 }), fc.oneof(fc.constantFrom(16, 64), fc.integer({ min: 1, max: 70 })))
  .chain(([rows, dims]) =>
    fc.record({
      shift: fc.integer({ min: 0, max: 4 }),
      vectors: fc.array(int8, many(rows * dims)),
      scales: fc.array(scale, many(rows)),
      query: fc.array(value, many(dims)),
      dims: fc.constant(dims),
      count: fc.integer({ min: 0, max: 80 }),
    }),
  )
  .map(({ shift, vectors, scales, query, dims, count }) => {
    const buffer = new Int8Array(vectors.length + shift);
    buffer.set(vectors, shift);
    return {
      items: { vectors: buffer.subarray(shift), scales: Float32Array.from(scales), dims },
      query: Float32Array.from(query),
      count,
    };
  });

/** Catalogues larger than any block or workgroup, with hard orders: all equal, each better than the last, the extremes. */
export function largeCases(): readonly (Case & { readonly name: string })[] {
  const rows = 5_003;
  const made = (
    name: string,
    dims: number,
    count: number,
    vector: (at: number) => number,
    scale: (row: number) => number,
  ) => ({
    name: `${name}, ${rows} x ${dims}, top ${count}`,
    items: {
      vectors: Int8Array.from({ length: rows * dims }, (_, at) => vector(at)),
      scales: Float32Array.from({ length: rows }, (_, row) => scale(row)),
      dims,
    },
    query: Float32Array.from({ length: dims }, (_, j) => (j % 3 === 2 ? -1 : 1) * (1 + j / dims)),
    count,
  });
  const mixed = (at: number) => (Math.imul(at + 1, 0x9e3779b1) >> 24) as number;
  return [
    made("no order at all", 64, 20, mixed, (row) => 0.5 + (row % 97) / 97),
    made(
      "few different scores",
      3,
      200,
      (at) => mixed(at) % 3,
      () => 1,
    ),
    made(
      "all scores equal",
      64,
      200,
      () => 7,
      () => 0.25,
    ),
    made(
      "each better than the last",
      64,
      200,
      () => 1,
      (row) => row + 1,
    ),
    made(
      "each worse than the last",
      64,
      256,
      () => 1,
      (row) => rows - row,
    ),
    made(
      "-128 and 127 alone",
      64,
      20,
      (at) => (mixed(at) < 0 ? -128 : 127),
      () => 1,
    ),
    made(
      "all -128 in the widest vectors",
      1_024,
      7,
      () => -128,
      (row) => (row % 5) - 2,
    ),
    made(
      "no vector but zeros",
      17,
      20,
      () => 0,
      (row) => (row % 2 === 0 ? 1 : -1),
    ),
  ];
}
