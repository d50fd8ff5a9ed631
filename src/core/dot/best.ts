import type { Top } from "./scorer.ts";

/**
 * The best of what is offered: a heap with the worst that is kept on top. Offers come by ascending index, so one that only equals the
 * worst is worse.
 */
export class Best {
  readonly #count: number;
  readonly #keys: Float32Array;
  readonly #indices: Uint32Array;
  #kept = 0;

  /** @param count At least 1. */
  constructor(count: number) {
    this.#count = count;
    this.#keys = new Float32Array(count);
    this.#indices = new Uint32Array(count);
  }

  /** Takes in a key above the last answer, -Infinity before the first. Answers what the next offer must be above to matter. */
  offer(key: number, index: number): number {
    if (this.#kept < this.#count) this.#up(key, index);
    else this.#down(key, index, this.#count);
    return this.#kept < this.#count ? Number.NEGATIVE_INFINITY : this.#keys[0]!;
  }

  /** What is kept, best first, keys times `step`. Nothing may be offered afterwards. */
  ordered(step: number): Top {
    const indices = new Uint32Array(this.#kept);
    const scores = new Float32Array(this.#kept);
    for (let left = this.#kept - 1; left >= 0; left--) {
      indices[left] = this.#indices[0]!;
      // Plus zero, so that no score is -0.
      scores[left] = Math.fround(this.#keys[0]! * step) + 0;
      this.#down(this.#keys[left]!, this.#indices[left]!, left);
    }
    return { indices, scores };
  }

  #up(key: number, index: number): void {
    let at = this.#kept++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#worse(key, index, parent)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#put(key, index, at);
  }

  /** Puts an entry in place of the top of a heap of `size`. */
  #down(key: number, index: number, size: number): void {
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && this.#worse(this.#keys[child + 1]!, this.#indices[child + 1]!, child)) child++;
      if (this.#worse(key, index, child)) break;
      this.#move(child, at);
      at = child;
    }
    this.#put(key, index, at);
  }

  #worse(key: number, index: number, than: number): boolean {
    const other = this.#keys[than]!;
    return key < other || (key === other && index > this.#indices[than]!);
  }

  #move(from: number, to: number): void {
    this.#put(this.#keys[from]!, this.#indices[from]!, to);
  }

  #put(key: number, index: number, at: number): void {
    this.#keys[at] = key;
    this.#indices[at] = index;
  }
}
