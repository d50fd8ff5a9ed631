import { HEAD, type Head } from "../../catalogue/learned.ts";
import { FEATURES, type FeatureName } from "../features.ts";

/** What one unit of the additive score weighs against the output: fits the choices of simulated shoppers best between 1 and 2. */
const BASE_WEIGHT = 1;

/**
 * Usual value and deviation of each feature among products that were shown: of some 4,000 lists on devices of the shop
 * simulator, rounded. What does not vary there has those of what is most like it. The additive score has a say of its own, and a shop
 * without a trained head has no encoder: both have none here.
 */
const USUAL: Readonly<Record<FeatureName, readonly [mean: number, deviation: number]>> = {
  base: [0, 0],
  "text.last": [0.6, 0.8],
  "text.session": [0.6, 0.8],
  "text.long": [0.5, 0.4],
  "text.flat": [0.3, 0.3],
  "text.best": [1.8, 0.6],
  "text.votes": [2.3, 1],
  "text.back": [0.5, 0.4],
  "attributes.long": [0.25, 0.4],
  "attributes.best": [1.3, 1],
  "followedBy.last": [0.7, 0.9],
  "followedBy.session": [0.7, 0.9],
  "followedBy.long": [0.65, 0.5],
  "followedBy.flat": [0.35, 0.4],
  "followedBy.best": [1.9, 0.75],
  "followedBy.votes": [2.5, 1],
  "followedBy.back": [0.65, 0.5],
  "boughtWith.long": [0.1, 0.3],
  "boughtWith.best": [0.5, 0.9],
  popularity: [0.6, 0.2],
  trend: [0, 0.3],
  category: [0.05, 0.045],
  brand: [0.012, 0.013],
  price: [0.02, 0.01],
  sameCategory: [0.45, 0.5],
  repeat: [1, 0.8],
  repeatPlace: [0.2, 0.27],
  touches: [5, 0.7],
  sessionTouches: [0.7, 0.7],
  followed: [5, 0.7],
  encoder: [0, 0],
  encoderGap: [0, 0],
  basePlace: [0, 0],
  hour: [0, 0.05],
  weekday: [0.03, 0.065],
  "encoder.last": [0, 0],
  "encoder.recent": [0, 0],
  "encoder.best": [0, 0],
};

/**
 * The head of a shop that has none: its last layer is zero, so that it gives exactly the additive ranking, and a device can train it. Every
 * feature that has a deviation reaches the last layer in two halves, what it is above its usual value and what it is below; the rest of the first
 * layer is drawn from a fixed seed, for whoever trains all of it.
 */
export function zeroHead(): Head {
  const width = FEATURES.length;
  const { first, second } = HEAD;
  const draw = lehmer(1);
  const usual = FEATURES.map((name) => USUAL[name]);
  // Of each unit of the last layer: the number of its feature.
  const halves = usual.flatMap(([, deviation], feature) => (deviation === 0 ? [] : [feature, feature]));
  const one = Float32Array.from({ length: width * first }, (_, at) => {
    const feature = Math.floor(at / first);
    const unit = at % first;
    if (unit >= halves.length) return draw() / Math.sqrt(width);
    if (halves[unit] !== feature) return 0;
    return unit % 2 === 0 ? 1 : -1;
  });
  const two = Float32Array.from({ length: first * second }, (_, at) => {
    const unit = at % second;
    return Number(unit < halves.length && Math.floor(at / second) === unit);
  });
  return {
    mean: Float32Array.from(usual, ([mean]) => mean),
    scale: Float32Array.from(usual, ([, deviation]) => (deviation === 0 ? 0 : 1 / deviation)),
    weights: [one, two, new Float32Array(second)],
    biases: [new Float32Array(first), new Float32Array(second), new Float32Array(1)],
    baseWeight: BASE_WEIGHT,
  };
}

/** Numbers from -1 to 1 (Lehmer, 1951; the multiplier of Park, Miller and Stockmeyer, 1993). */
function lehmer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (2 * state) / 2_147_483_647 - 1;
  };
}
