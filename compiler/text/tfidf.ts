import { NumberList } from "../number-list.ts";
import type { Terms } from "./terms.ts";

/** Sparse rows of unit length: row `i` is `offsets[i]` to `offsets[i + 1]`, its terms ascending. */
export interface SparseRows {
  readonly columns: number;
  readonly offsets: Uint32Array;
  /** Numbered from 0 by how many rows they stand in, the most frequent first. */
  readonly terms: Uint32Array;
  /** Multiples of 2^-24: products of two and sums of them are then exact, whatever their order. */
  readonly weights: Float32Array;
}

/** The fewest products a term must stand in to make neighbours. */
const MIN_DOCUMENTS = 2;
const STEPS = 2 ** 24;

/**
 * TF-IDF with cosine normalisation: (1 + ln tf) * ln(N / df) for tf >= 1, tf * ln(N / df) below, rows scaled to length 1.
 * Terms in one product only, or in all, say nothing about neighbours and are left out. Documents are read once and not
 * kept. (Salton and Buckley, Term-weighting approaches in automatic text retrieval, 1988.)
 */
export function tfidf(documents: Iterable<Terms>): SparseRows {
  const counted = count(documents);
  const products = counted.ends.length;
  const { columns, numberOf, inverse } = numbered(counted, products);
  const offsets = new Uint32Array(products + 1);
  const terms = new Uint32Array(counted.terms.length);
  const weights = new Float32Array(counted.terms.length);
  const weightOf = new Float64Array(columns);
  let kept = 0;
  let at = 0;
  for (let row = 0; row < products; row++) {
    const start = kept;
    for (const end = counted.ends.at(row); at < end; at++) {
      const term = numberOf[counted.terms.at(at)]!;
      if (term < 0) continue;
      const tf = counted.counts.at(at);
      weightOf[term] = (tf >= 1 ? 1 + Math.log(tf) : tf) * inverse[term]!;
      terms[kept++] = term;
    }
    const own = terms.subarray(start, kept).sort();
    weights.set(unit(own, weightOf), start);
    offsets[row + 1] = kept;
  }
  return { columns, offsets, terms: terms.slice(0, kept), weights: weights.slice(0, kept) };
}

interface Numbering {
  readonly columns: number;
  /** -1 for a term that says nothing. */
  readonly numberOf: Int32Array;
  /** ln(N / df) by number. */
  readonly inverse: Float64Array;
}

function numbered(counted: Counted, products: number): Numbering {
  const frequency = new Uint32Array(counted.vocabulary);
  for (let at = 0; at < counted.terms.length; at++) frequency[counted.terms.at(at)]!++;
  const telling = Uint32Array.from(frequency.keys())
    .filter((term) => frequency[term]! >= MIN_DOCUMENTS && frequency[term]! < products)
    .sort((a, b) => frequency[b]! - frequency[a]! || a - b);
  const numberOf = new Int32Array(counted.vocabulary).fill(-1);
  telling.forEach((term, number) => {
    numberOf[term] = number;
  });
  return {
    columns: telling.length,
    numberOf,
    inverse: Float64Array.from(telling, (term) => Math.log(products / frequency[term]!)),
  };
}

interface Counted {
  readonly vocabulary: number;
  readonly ends: NumberList;
  readonly terms: NumberList;
  readonly counts: NumberList;
}

/** Numbers the terms in the order of their first appearance and keeps the counts flat. */
function count(documents: Iterable<Terms>): Counted {
  const numberOf = new Map<string, number>();
  const ends = new NumberList();
  const terms = new NumberList();
  const counts = new NumberList();
  for (const document of documents) {
    for (const [term, frequency] of document) {
      let number = numberOf.get(term);
      if (number === undefined) {
        number = numberOf.size;
        numberOf.set(term, number);
      }
      terms.push(number);
      counts.push(frequency);
    }
    ends.push(terms.length);
  }
  return { vocabulary: numberOf.size, ends, terms, counts };
}

/** The weights of these terms, scaled to length 1. */
function unit(terms: Uint32Array, weightOf: Float64Array): Float64Array {
  const weights = Float64Array.from(terms, (term) => weightOf[term]!);
  const length = Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0));
  return weights.map((weight) => Math.round((weight / length) * STEPS) / STEPS);
}
