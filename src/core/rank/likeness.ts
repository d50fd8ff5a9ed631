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
  const own = new Float32Array(width);
  /** Writes a product's vector off the mean, of length 1, into `own`. */
  const read = (item: number): void => {
    const scale = scales[item]!;
    let square = 0;
    for (let d = 0, at = item * width; d < width; d++, at++) {
      own[d] = items[at]! * scale - mean[d]!;
      square += own[d]! ** 2;
    }
    const length = Math.sqrt(square) || 1;
    for (let d = 0; d < width; d++) own[d]! /= length;
  };
  const recent = history.slice(-RECENT).reverse();
  // With zeros for those that are missing.
  const met = new Float64Array(RECENT * width);
  recent.forEach((item, place) => {
    read(item);
    met.set(own, place * width);
  });
  const weights = recent.map((_, place) => 1 / (1 + place));
  const whole = weights.reduce((sum, weight) => sum + weight);
  const cosines = new Float64Array(RECENT);
  return (item) => {
    read(item);
    // Five sums at once, which wait for none of each other: a third of the time of one after the other.
    for (let place = 0; place < RECENT; place += 5) {
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      let e = 0;
      for (let at = 0, from = place * width; at < width; at++, from++) {
        const value = own[at]!;
        a += value * met[from]!;
        b += value * met[from + width]!;
        c += value * met[from + 2 * width]!;
        d += value * met[from + 3 * width]!;
        e += value * met[from + 4 * width]!;
      }
      cosines[place] = a;
      cosines[place + 1] = b;
      cosines[place + 2] = c;
      cosines[place + 3] = d;
      cosines[place + 4] = e;
    }
    let sum = 0;
    let best = Number.NEGATIVE_INFINITY;
    for (let place = 0; place < weights.length; place++) {
      sum += weights[place]! * cosines[place]!;
      best = Math.max(best, cosines[place]!);
    }
    return { last: cosines[0]!, recent: sum / whole, best };
  };
}
