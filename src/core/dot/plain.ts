import { createBest } from "./best.ts";
import { paddedDims, quantizeQuery } from "./query.ts";
import { padRows } from "./rows.ts";
import { checkCount, checkItems, type Items, type LocalScorer } from "./scorer.ts";

/** Items whose sums are carried together, so that sixteen values of the query serve all of them before the next sixteen come. */
const BLOCK = 256;

/** The scorer that runs anywhere. */
export function createPlainScorer(items: Items): LocalScorer {
  checkItems(items);
  const { scales, dims } = items;
  const words = wordsOf(items);
  const width = paddedDims(dims) / 4;
  const sums = new Int32Array(BLOCK);
  return {
    vectors: items.vectors,
    top(query, count) {
      checkCount(count);
      const { values, step } = quantizeQuery(query, dims);
      if (count === 0) return { indices: new Uint32Array(), scores: new Float32Array() };
      const best = createBest(count);
      let threshold = Number.NEGATIVE_INFINITY;
      for (let first = 0; first < scales.length; first += BLOCK) {
        const size = Math.min(BLOCK, scales.length - first);
        sumBlock(words, first * width, width, values, sums, size);
        for (let at = 0; at < size; at++) {
          const key = Math.fround(sums[at]! * scales[first + at]!);
          if (key > threshold) threshold = best.offer(key, first + at);
        }
      }
      return best.ordered(step);
    },
    dispose() {},
  };
}

/** Four int8 values a word, lowest byte first, as every platform with a browser has them. */
function wordsOf(items: Items): Int32Array {
  const { vectors, scales, dims } = items;
  const width = paddedDims(dims);
  if (width === dims && vectors.byteOffset % 4 === 0)
    return new Int32Array(vectors.buffer, vectors.byteOffset, vectors.length / 4);
  const padded = new Int8Array(scales.length * width);
  padRows(items, padded);
  return new Int32Array(padded.buffer);
}

/**
 * Dot products of `size` vectors from word `start` on. A word is one load with one check of bounds for four values, and sixteen values of
 * the query stay in local variables: together faster than a loop that only adds the bytes up.
 */
function sumBlock(
  words: Int32Array,
  start: number,
  width: number,
  query: Int16Array,
  sums: Int32Array,
  size: number,
): void {
  sums.fill(0);
  for (let word = 0; word < width; word += 4) {
    const [q0, q1, q2, q3] = four(query, 4 * word);
    const [q4, q5, q6, q7] = four(query, 4 * word + 4);
    const [q8, q9, q10, q11] = four(query, 4 * word + 8);
    const [q12, q13, q14, q15] = four(query, 4 * word + 12);
    for (let at = 0, from = start + word; at < size; at++, from += width) {
      const a = words[from]!;
      const b = words[from + 1]!;
      const c = words[from + 2]!;
      const d = words[from + 3]!;
      sums[at] =
        (sums[at]! +
          Math.imul((a << 24) >> 24, q0) +
          Math.imul((a << 16) >> 24, q1) +
          Math.imul((a << 8) >> 24, q2) +
          Math.imul(a >> 24, q3) +
          Math.imul((b << 24) >> 24, q4) +
          Math.imul((b << 16) >> 24, q5) +
          Math.imul((b << 8) >> 24, q6) +
          Math.imul(b >> 24, q7) +
          Math.imul((c << 24) >> 24, q8) +
          Math.imul((c << 16) >> 24, q9) +
          Math.imul((c << 8) >> 24, q10) +
          Math.imul(c >> 24, q11) +
          Math.imul((d << 24) >> 24, q12) +
          Math.imul((d << 16) >> 24, q13) +
          Math.imul((d << 8) >> 24, q14) +
          Math.imul(d >> 24, q15)) |
        0;
    }
  }
}

const four = (query: Int16Array, at: number): readonly [number, number, number, number] => [
  query[at]!,
  query[at + 1]!,
  query[at + 2]!,
  query[at + 3]!,
];
