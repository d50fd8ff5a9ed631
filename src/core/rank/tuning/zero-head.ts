import { HEAD, type Head } from "../../catalogue/learned.ts";
import { FEATURES } from "../features.ts";
import { lehmer } from "../lehmer.ts";
import { scalesOf, USUAL } from "../usual.ts";

/** What one unit of the additive score weighs against the output: fits the choices of simulated shoppers best between 1 and 2. */
const BASE_WEIGHT = 1;

/**
 * The head of a shop that has none: its last layer is zero, so that it gives exactly the additive ranking, and a device can train it. Every
 * feature that has a deviation reaches the last layer in two halves, what it is above its usual value and what it is below; the rest of the first
 * layer is drawn from a fixed seed, for whoever trains all of it.
 */
export function zeroHead(): Head {
  const width = FEATURES.length;
  const { first, second } = HEAD;
  const draw = lehmer(1);
  const scales = scalesOf(USUAL);
  // Of each unit of the last layer: the number of its feature.
  const halves = [...scales.scale].flatMap((scale, feature) => (scale === 0 ? [] : [feature, feature]));
  const one = Float32Array.from({ length: width * first }, (_, at) => {
    const feature = Math.floor(at / first);
    const unit = at % first;
    if (unit >= halves.length) return draw() / Math.sqrt(width);
    if (halves[unit] !== feature) return 0;
    return unit % 2 === 0 ? 1 : -1;
  });
  const two = new Float32Array(first * second);
  for (const unit of halves.keys()) two[unit * second + unit] = 1;
  return {
    ...scales,
    weights: [one, two, new Float32Array(second)],
    biases: [new Float32Array(first), new Float32Array(second), new Float32Array(1)],
    baseWeight: BASE_WEIGHT,
  };
}
