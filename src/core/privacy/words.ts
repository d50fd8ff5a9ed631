import type { RandomBytes } from "./random.ts";

const BUFFERED = 4_096;

/** Random bytes in words of 32 bits, fetched many at a time; used up ones are overwritten. */
export class RandomWords {
  readonly #fill: RandomBytes;
  readonly #words = new Uint32Array(BUFFERED);
  #at = BUFFERED;
  #bits = 0;
  #bitsLeft = 0;

  constructor(fill: RandomBytes) {
    this.#fill = fill;
  }

  /** 0 to 2^32 - 1, each as likely. */
  next(): number {
    if (this.#at === BUFFERED) {
      this.#fill(new Uint8Array(this.#words.buffer));
      this.#at = 0;
    }
    return this.#words[this.#at++]!;
  }

  bit(): boolean {
    if (this.#bitsLeft === 0) {
      this.#bits = this.next();
      this.#bitsLeft = 32;
    }
    this.#bitsLeft--;
    const bit = (this.#bits & 1) === 1;
    this.#bits >>>= 1;
    return bit;
  }

  /** A whole number from 0 to `limit` - 1, each as likely. `limit` is from 1 to 2^32. */
  below(limit: number): number {
    const whole = 0x1_0000_0000 - (0x1_0000_0000 % limit);
    let word = this.next();
    while (word >= whole) word = this.next();
    return word % limit;
  }
}
