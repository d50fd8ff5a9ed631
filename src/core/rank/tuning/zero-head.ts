import { HEAD, type Head } from "../../catalogue/learned.ts";
import { FEATURES } from "../features.ts";

/** What one unit of the additive score weighs against the output of a head that starts from nothing. */
const BASE_WEIGHT = 4;

/**
 * The head of a shop that has none: it gives exactly the additive ranking, its last layer being zero, and a device can train it. Its first layers
 * pass every feature on in two halves, what it is above its usual value and what it is below; the rest of the first layer is drawn from a
 * fixed seed.
 */
export function zeroHead(): Head {
  const width = FEATURES.length;
  const { first, second } = HEAD;
  const draw = seeded(1);
  const one = Float32Array.from({ length: width * first }, (_, at) => {
    const [feature, unit] = [Math.floor(at / first), at % first];
    if (unit >= 2 * width) return draw() / Math.sqrt(width);
    return unit >> 1 === feature ? (unit % 2 === 0 ? 1 : -1) : 0;
  });
  const two = Float32Array.from({ length: first * second }, (_, at) => Number(Math.floor(at / second) === at % second));
  return {
    mean: new Float32Array(width),
    scale: new Float32Array(width).fill(1),
    weights: [one, two, new Float32Array(second)],
    biases: [new Float32Array(first), new Float32Array(second), new Float32Array(1)],
    baseWeight: BASE_WEIGHT,
  };
}

/** Numbers from -1 to 1 (Lehmer, 1951, with the multiplier of Park and Miller, 1993). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (2 * state) / 2_147_483_647 - 1;
  };
}
