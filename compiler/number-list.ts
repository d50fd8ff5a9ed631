/** A growing list of numbers in one typed array: 8 bytes each, where an array of objects would take fifty. */
export class NumberList {
  #values: Float64Array<ArrayBuffer> = new Float64Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const grown = new Float64Array(this.#values.length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.length++] = value;
  }

  /** The caller keeps `index` within `length`. */
  at(index: number): number {
    return this.#values[index]!;
  }
}
