import { seededRandom } from "../../lab/random.ts";
import {
  ENCODER,
  ENCODER_ARRAYS,
  type EncoderWeights,
  HEAD,
  type Head,
  type Learned,
  quantised,
} from "../../src/core/catalogue/learned.ts";
import { FEATURES } from "../../src/core/rank/features.ts";

/** Sums of three uniform draws, of mean 0: near enough to normal for weights, and quick. */
export function deviates(length: number, seed: number, deviation = 1): Float32Array {
  const { next } = seededRandom(seed);
  return Float32Array.from({ length }, () => 2 * deviation * (next() + next() + next() - 1.5));
}

const { first, second } = HEAD;
const { width } = ENCODER;

/** Random weights of the size that training gives: what learned parts cost does not depend on what they learned. */
export function randomHead(): Head {
  const features = FEATURES.length;
  return {
    mean: deviates(features, 1),
    scale: deviates(features, 2).map(Math.exp),
    weights: [
      deviates(features * first, 3, Math.sqrt(2 / features)),
      deviates(first * second, 4, Math.sqrt(2 / first)),
      deviates(second, 5, Math.sqrt(2 / second)),
    ],
    biases: [deviates(first, 6, 0.1), deviates(second, 7, 0.1), deviates(1, 8)],
    baseWeight: 4,
  };
}

/** Gains are about 1, and matrices keep the size of what goes through them. */
export function randomEncoder(products: number): EncoderWeights {
  return {
    ...quantised(deviates(products * width, 9)),
    arrays: ENCODER_ARRAYS.map((length, at) =>
      deviates(length, 10 + at, 0.1).map((value) => (isGain(at) ? 1 + value : value)),
    ),
  };
}

/** After positions and marks: gain and bias first and seventh of each block's twelve, and the last two arrays. */
const isGain = (at: number): boolean => at === ENCODER_ARRAYS.length - 2 || (at - 2) % 12 === 0 || (at - 2) % 12 === 6;

export const randomLearned = (products: number): Learned => ({
  head: randomHead(),
  encoder: randomEncoder(products),
});
