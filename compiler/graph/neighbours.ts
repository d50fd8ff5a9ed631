/** The strongest neighbours of one product, strongest first. */
export interface Neighbours {
  readonly items: Uint32Array;
  readonly weights: Float32Array;
}

/** The neighbours of every product, flat: product `i` has `offsets[i]` to `offsets[i + 1]`, strongest first. */
export interface NeighbourTable {
  readonly offsets: Uint32Array;
  readonly items: Uint32Array;
  readonly weights: Float32Array;
}

/** Lays rows end to end: two arrays for a channel, where a pair for each product would weigh three times as much. */
export class NeighbourTableBuilder {
  readonly #offsets: Uint32Array;
  readonly #items: Uint32Array;
  readonly #weights: Float32Array;
  #rows = 0;

  constructor(rows: number, neighboursEach: number) {
    this.#offsets = new Uint32Array(rows + 1);
    this.#items = new Uint32Array(rows * neighboursEach);
    this.#weights = new Float32Array(rows * neighboursEach);
  }

  add({ items, weights }: Neighbours): void {
    const start = this.#offsets[this.#rows]!;
    this.#items.set(items, start);
    this.#weights.set(weights, start);
    this.#offsets[++this.#rows] = start + items.length;
  }

  finish(): NeighbourTable {
    const end = this.#offsets[this.#rows]!;
    return { offsets: this.#offsets, items: this.#items.slice(0, end), weights: this.#weights.slice(0, end) };
  }
}

/** The same table with at most `count` neighbours a product. */
export function cutTable(table: NeighbourTable, count: number): NeighbourTable {
  const rows = table.offsets.length - 1;
  const builder = new NeighbourTableBuilder(rows, count);
  for (let row = 0; row < rows; row++) {
    const from = table.offsets[row]!;
    const to = Math.min(table.offsets[row + 1]!, from + count);
    builder.add({ items: table.items.subarray(from, to), weights: table.weights.subarray(from, to) });
  }
  return builder.finish();
}
