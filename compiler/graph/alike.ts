import type { SparseRows } from "../text/tfidf.ts";

/** Rows with the same terms and weights, by the first of them. */
export interface Alike {
  /** The first row that says the same as this one, which may be itself. */
  readonly first: Uint32Array;
  /** How many rows each first row stands for; 0 for the others. */
  readonly left: Uint32Array;
}

export function alikeRows(rows: SparseRows): Alike {
  const length = rows.offsets.length - 1;
  const first = new Uint32Array(length);
  const left = new Uint32Array(length);
  const byPrint = new Map<number, number[]>();
  for (let row = 0; row < length; row++) {
    const print = fingerprint(rows, row);
    const known = byPrint.get(print) ?? [];
    const model = known.find((other) => isAlike(rows, row, other)) ?? row;
    if (model === row) byPrint.set(print, [...known, row]);
    first[row] = model;
    left[model]!++;
  }
  return { first, left };
}

function fingerprint(rows: SparseRows, row: number): number {
  let print = 0;
  for (let at = rows.offsets[row]!; at < rows.offsets[row + 1]!; at++)
    print = Math.imul(print ^ rows.terms[at]!, 0x9e3779b1) ^ (print >>> 15);
  return print;
}

function isAlike(rows: SparseRows, a: number, b: number): boolean {
  const { offsets, terms, weights } = rows;
  const shift = offsets[b]! - offsets[a]!;
  if (offsets[b + 1]! - offsets[a + 1]! !== shift) return false;
  for (let at = offsets[a]!; at < offsets[a + 1]!; at++)
    if (terms[at] !== terms[at + shift] || weights[at] !== weights[at + shift]) return false;
  return true;
}
