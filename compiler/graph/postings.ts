import type { SparseRows } from "../text/tfidf.ts";

/** The same entries as SparseRows, by term: postings of term `t` are `offsets[t]` to `offsets[t + 1]`, items ascending. */
export interface Postings {
  readonly offsets: Uint32Array;
  readonly items: Uint32Array;
  readonly weights: Float32Array;
  /** The largest weight of each term. */
  readonly heaviest: Float32Array;
}

export function invert(rows: SparseRows): Postings {
  const offsets = new Uint32Array(rows.columns + 1);
  for (const term of rows.terms) offsets[term + 1]!++;
  for (let term = 0; term < rows.columns; term++) offsets[term + 1]! += offsets[term]!;
  const cursor = offsets.slice(0, rows.columns);
  const items = new Uint32Array(rows.terms.length);
  const weights = new Float32Array(rows.terms.length);
  const heaviest = new Float32Array(rows.columns);
  for (let row = 0; row + 1 < rows.offsets.length; row++) {
    for (let at = rows.offsets[row]!; at < rows.offsets[row + 1]!; at++) {
      const term = rows.terms[at]!;
      const place = cursor[term]!++;
      items[place] = row;
      weights[place] = rows.weights[at]!;
      if (rows.weights[at]! > heaviest[term]!) heaviest[term] = rows.weights[at]!;
    }
  }
  return { offsets, items, weights, heaviest };
}
