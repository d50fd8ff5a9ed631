import type { SparseRows } from "../text/tfidf.ts";
import { alikeRows } from "./alike.ts";
import { CosineSearch } from "./cosine-search.ts";
import type { Neighbours } from "./neighbours.ts";

/**
 * The exact `count` nearest rows of every row by cosine, one row at a time over an inverted index. Memory is the index
 * and one accumulator, never all pairs. Rows are multiples of 2^-24 (tfidf.ts), so that sums are exact in any order and
 * equal rows tie: ties keep the smaller index. Rows that say the same are searched for once.
 */
export function* cosineNeighbours(rows: SparseRows, count: number): Generator<Neighbours> {
  const search = new CosineSearch(rows, count + 1);
  const { first, left } = alikeRows(rows);
  const kept = new Map<number, Neighbours>();
  for (let row = 0; row < first.length; row++) {
    const model = first[row]!;
    const nearest = kept.get(model) ?? search.nearest(row);
    if (--left[model]! > 0) kept.set(model, nearest);
    else kept.delete(model);
    yield without(nearest, row, count);
  }
}

/** A row is its own nearest, or one like it is. */
function without({ items, weights }: Neighbours, row: number, count: number): Neighbours {
  const at = items.indexOf(row);
  if (at < 0) return { items: items.slice(0, count), weights: weights.slice(0, count) };
  return { items: items.filter((_, place) => place !== at), weights: weights.filter((_, place) => place !== at) };
}
