import { seededRandom } from "../../../lab/random.ts";
import {
  ENCODER,
  ENCODER_ARRAYS,
  type EncoderWeights,
  HEAD,
  type Head,
  quantised,
} from "../../../src/core/catalogue/learned.ts";
import { FEATURES } from "../../../src/core/rank/features.ts";

export const WIDTH: number = FEATURES.length;

/** Normal deviates times `deviation` (Box and Muller). */
export function normals(length: number, seed: number, deviation = 1): Float32Array {
  const { next } = seededRandom(seed);
  return Float32Array.from(
    { length },
    () => deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  );
}

const { first, second } = HEAD;

/** Weights of the size that training gives; one feature never varied. */
export const HEAD_WEIGHTS: Head = {
  mean: normals(WIDTH, 1),
  scale: normals(WIDTH, 2).map((value, feature) => (feature === 5 ? 0 : Math.exp(value))),
  weights: [
    normals(WIDTH * first, 3, Math.sqrt(2 / WIDTH)),
    normals(first * second, 4, Math.sqrt(2 / first)),
    normals(second, 5, Math.sqrt(2 / second)),
  ],
  biases: [normals(first, 6, 0.1), normals(second, 7, 0.1), normals(1, 8)],
  baseWeight: 4,
};

export const PRODUCTS = 2_000;
const { width } = ENCODER;

/** Matrices keep the size of what goes through them; gains are about 1. */
export const ENCODER_WEIGHTS: EncoderWeights = {
  ...quantised(normals(PRODUCTS * width, 9)),
  arrays: ENCODER_ARRAYS.map((length, at) =>
    length === width && isGain(at)
      ? normals(length, 10 + at, 0.1).map((value) => 1 + value)
      : normals(length, 10 + at, length > 200 ? 0.12 : 0.1),
  ),
};

/** After positions and marks: gain and bias first and seventh of each block's twelve, and the last two arrays. */
function isGain(at: number): boolean {
  return at === ENCODER_ARRAYS.length - 2 || (at - 2) % 12 === 0 || (at - 2) % 12 === 6;
}
