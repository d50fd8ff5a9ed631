import type { Neighbours } from "./neighbours.ts";

/**
 * The `capacity` strongest of all rows offered, strongest first; of equal scores the smaller index, which is the
 * canonical order. Lists are short, so a sorted array beats a heap.
 */
export class TopList {
  readonly items: Uint32Array;
  readonly #scores: Float64Array;
  size = 0;

  constructor(capacity: number) {
    this.items = new Uint32Array(capacity);
    this.#scores = new Float64Array(capacity);
  }

  /** What a row must at least score to enter: 0 while there is room. */
  get floor(): number {
    return this.size < this.items.length ? 0 : this.#scores[this.size - 1]!;
  }

  clear(): void {
    this.size = 0;
  }

  /** Each row is offered once. */
  offer(item: number, score: number): void {
    const items = this.items;
    const scores = this.#scores;
    const isFull = this.size === items.length;
    if (isFull && (score < scores[this.size - 1]! || !this.#isBefore(item, score, this.size - 1))) return;
    let at = isFull ? this.size - 1 : this.size++;
    for (; at > 0 && this.#isBefore(item, score, at - 1); at--) {
      items[at] = items[at - 1]!;
      scores[at] = scores[at - 1]!;
    }
    items[at] = item;
    scores[at] = score;
  }

  #isBefore(item: number, score: number, place: number): boolean {
    const other = this.#scores[place]!;
    return score > other || (score === other && item < this.items[place]!);
  }

  /** A copy, each score times `factor`. */
  neighbours(factor = 1): Neighbours {
    const items = this.items.slice(0, this.size);
    return { items, weights: Float32Array.from(items, (_, place) => this.#scores[place]! * factor) };
  }
}
