import { ENCODER } from "../catalogue/learned.ts";
import type { PreparedEncoder } from "./encoder.ts";

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

/** `history`: products in the order of the shopper's stays with them, the newest last; at least one. */
export function likenessTo(encoder: PreparedEncoder, history: readonly number[]): (item: number) => Likeness {
  const { width } = ENCODER;
  const { mean, items, scales } = encoder;
  const recent = history.slice(-RECENT).reverse();
  const weights = recent.map((_, place) => 1 / (1 + place));
  const whole = weights.reduce((sum, weight) => sum + weight);
  const vector = new Float32Array(width);
  const read = (item: number): number => {
    let square = 0;
    for (let d = 0; d < width; d++) {
      const value = items[item * width + d]! * scales[item]! - mean[d]!;
      vector[d] = value;
      square += value * value;
    }
    return 1 / Math.sqrt(Math.max(square, 1e-12));
  };
  const met = new Float32Array(recent.length * width);
  recent.forEach((item, place) => {
    const inverse = read(item);
    for (let d = 0; d < width; d++) met[place * width + d] = vector[d]! * inverse;
  });
  return (item) => {
    const inverse = read(item);
    const likeness = { last: 0, recent: 0, best: -1 };
    for (let place = 0; place < recent.length; place++) {
      let dot = 0;
      for (let d = 0; d < width; d++) dot += vector[d]! * met[place * width + d]!;
      dot *= inverse;
      if (place === 0) likeness.last = dot;
      likeness.recent += (weights[place]! / whole) * dot;
      if (dot > likeness.best) likeness.best = dot;
    }
    return likeness;
  };
}
