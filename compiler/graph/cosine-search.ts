import type { SparseRows } from "../text/tfidf.ts";
import type { Neighbours } from "./neighbours.ts";
import { invert, type Postings } from "./postings.ts";
import { TopList } from "./top-list.ts";

/** More than the rounding of a sum of bounds: a row that only just cannot enter is looked at all the same. */
const SLACK = 2 ** -40;

/**
 * Postings of up to this share of all rows are walked even when they cannot matter: each leaves fewer rows to score
 * whole, which costs more.
 */
const SHORT_POSTING_SHARE = 1 / 32;

interface Term {
  readonly term: number;
  readonly weight: number;
  /** The most that it can add to a score. */
  readonly bound: number;
}

/**
 * Searches for the rows nearest to one row: Turtle and Flood's "max score" (Query evaluation: strategies and
 * optimizations, 1995). Terms are walked by how much they could add at most. What a row must score to count is first
 * guessed from the neighbours in the canonical order, where like stands by like, then taken from the rows met. Once the
 * terms left could not lift a row that far, no new row can enter, and only those met that still could are scored whole.
 */
export class CosineSearch {
  readonly #rows: SparseRows;
  readonly #postings: Postings;
  /** Scores of the rows met by the terms walked so far; 0 for all others, -1 for those scored whole. */
  readonly #partial: Float64Array;
  readonly #met: Uint32Array;
  #metCount = 0;
  /** Weights of the terms not walked yet, by term, and the last of them. */
  readonly #open: Float32Array;
  #lastOpen = -1;
  readonly #shortPosting: number;
  readonly #result: TopList;
  readonly #guess: TopList;

  constructor(rows: SparseRows, count: number) {
    const products = rows.offsets.length - 1;
    this.#rows = rows;
    this.#postings = invert(rows);
    this.#partial = new Float64Array(products);
    this.#met = new Uint32Array(products);
    this.#open = new Float32Array(rows.columns);
    this.#shortPosting = products * SHORT_POSTING_SHARE;
    this.#result = new TopList(count);
    this.#guess = new TopList(count);
  }

  /** The nearest rows, itself among them; fewer than asked for when fewer share a term with it. */
  nearest(row: number): Neighbours {
    const terms = this.#termsByBound(row);
    for (const { term, weight } of terms) this.#open[term] = weight;
    this.#noteLastOpen(terms);
    const left = this.#walk(terms, this.#guessFloor(row));
    this.#noteLastOpen(terms);
    this.#finish(left);
    const nearest = this.#result.neighbours();
    this.#reset(terms);
    return nearest;
  }

  #termsByBound(row: number): Term[] {
    const { offsets, terms, weights } = this.#rows;
    const found: Term[] = [];
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const term = terms[at]!;
      found.push({ term, weight: weights[at]!, bound: weights[at]! * this.#postings.heaviest[term]! });
    }
    return found.sort((a, b) => b.bound - a.bound);
  }

  #noteLastOpen(terms: readonly Term[]): void {
    this.#lastOpen = terms.reduce((last, { term }) => (this.#open[term]! > 0 ? Math.max(last, term) : last), -1);
  }

  #guessFloor(row: number): number {
    const guess = this.#guess;
    const reach = guess.items.length;
    guess.clear();
    const end = Math.min(this.#partial.length, row + reach);
    for (let other = Math.max(0, row - reach); other < end; other++) guess.offer(other, this.#openScore(other));
    return guess.floor;
  }

  /** Answers how much the terms not walked could add to a row. */
  #walk(terms: readonly Term[], guessed: number): number {
    let floor = guessed;
    let left = terms.reduce((sum, { bound }) => sum + bound, 0);
    for (const { term, weight, bound } of terms) {
      const from = this.#postings.offsets[term]!;
      const to = this.#postings.offsets[term + 1]!;
      if (to - from > this.#metCount) floor = Math.max(floor, this.#partialFloor());
      if (left < floor - SLACK && to - from > this.#shortPosting) return left;
      this.#add(weight, from, to);
      this.#open[term] = 0;
      left -= bound;
    }
    return 0;
  }

  #add(weight: number, from: number, to: number): void {
    const { items, weights } = this.#postings;
    const partial = this.#partial;
    const met = this.#met;
    let count = this.#metCount;
    for (let at = from; at < to; at++) {
      const item = items[at]!;
      const before = partial[item]!;
      if (before === 0) met[count++] = item;
      partial[item] = before + weight * weights[at]!;
    }
    this.#metCount = count;
  }

  /** The floor by what the rows met have so far; leaves the strongest of them in the guess. */
  #partialFloor(): number {
    const guess = this.#guess;
    const partial = this.#partial;
    const met = this.#met;
    guess.clear();
    let floor = 0;
    for (let at = 0; at < this.#metCount; at++) {
      const score = partial[met[at]!]!;
      if (score <= floor) continue;
      guess.offer(met[at]!, score);
      floor = guess.floor;
    }
    return floor;
  }

  /** Scores whole what could still be among the first, the most promising before the rest. */
  #finish(left: number): void {
    const partial = this.#partial;
    const met = this.#met;
    const floor = this.#partialFloor();
    for (let at = 0; at < this.#guess.size; at++) this.#score(this.#guess.items[at]!);
    let least = Math.max(floor, this.#result.floor) - left - SLACK;
    for (let at = 0; at < this.#metCount; at++) {
      const score = partial[met[at]!]!;
      if (score < 0 || score < least) continue;
      this.#score(met[at]!);
      least = Math.max(least, this.#result.floor - left - SLACK);
    }
  }

  #score(item: number): void {
    this.#result.offer(item, this.#partial[item]! + this.#openScore(item));
    this.#partial[item] = -1;
  }

  /** What the terms not walked add to a row's score. */
  #openScore(item: number): number {
    const { offsets, terms, weights } = this.#rows;
    const open = this.#open;
    const last = this.#lastOpen;
    const end = offsets[item + 1]!;
    let sum = 0;
    for (let at = offsets[item]!; at < end && terms[at]! <= last; at++) sum += open[terms[at]!]! * weights[at]!;
    return sum;
  }

  #reset(terms: readonly Term[]): void {
    for (const { term } of terms) this.#open[term] = 0;
    for (let at = 0; at < this.#metCount; at++) this.#partial[this.#met[at]!] = 0;
    this.#metCount = 0;
    this.#result.clear();
  }
}
