/** The last products that candidates are compared with, at most. */
const RECENT = 10;

/** How alike a product is to the last ones that a shopper met: cosines of item vectors taken off their mean, -1 to 1. */
export interface Likeness {
  /** To the last of all. */
  readonly last: number;
  /** To the last ten, by 1 / (1 + place). */
  readonly recent: number;
  /** To the one of these that it is most alike. */
  readonly best: number;
}

/** Item vectors, quantised, and their mean. */
interface Vectors {
  readonly mean: Float32Array;
  /** Of each product, one after the other. */
  readonly items: Int8Array;
  readonly scales: Float32Array;
}

/** `history`: products in the order of the shopper's stays with them, the newest last; at least one. */
export function likenessTo({ mean, items, scales }: Vectors, history: readonly number[]): (item: number) => Likeness {
  const width = mean.length;
  const unit = (item: number): Float32Array => {
    const vector = new Float32Array(width);
    let square = 0;
    for (let d = 0; d < width; d++) {
      vector[d] = items[item * width + d]! * scales[item]! - mean[d]!;
      square += vector[d]! ** 2;
    }
    const length = Math.sqrt(square) || 1;
    for (let d = 0; d < width; d++) vector[d]! /= length;
    return vector;
  };
  const met = history.slice(-RECENT).reverse().map(unit);
  const weights = met.map((_, place) => 1 / (1 + place));
  const whole = weights.reduce((sum, weight) => sum + weight);
  return (item) => {
    const own = unit(item);
    let sum = 0;
    const cosines = met.map((other, place) => {
      let dot = 0;
      for (let d = 0; d < width; d++) dot += own[d]! * other[d]!;
      sum += weights[place]! * dot;
      return dot;
    });
    return { last: cosines[0]!, recent: sum / whole, best: Math.max(...cosines) };
  };
}
