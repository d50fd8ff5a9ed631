import type { Head } from "../../catalogue/learned.ts";
import { FEATURES, type FeatureName } from "../features.ts";
import { BASE_WEIGHT, linearOutputs } from "../linear.ts";
import { type Gain, gainOf, heldOutOf, MIN_CHOICES } from "./judge.ts";
import { inputsOf } from "./linear.ts";
import type { ChoiceList } from "./lists.ts";
import { logitsOf } from "./logits.ts";
import { zeroHead } from "./zero-head.ts";

/**
 * What every device's linear weights are of: features off their usual value, by their usual deviation, which are constants of a release. A shop's own head has
 * others, and another with every training: weights that many devices add up must mean the same on all of them.
 */
export const SCALES: Head = scales();

/**
 * As a head of zeros has them, and beside them of the additive score and its place, among the best 300 products for shoppers of two real shops: without these
 * two, linear weights gain half as much on one and lose on the other. On a device's own few choices they would only unlearn the score.
 */
function scales(): Head {
  const head = zeroHead();
  const [mean, scale] = [head.mean.slice(), head.scale.slice()];
  const usual: Partial<Record<FeatureName, readonly [mean: number, deviation: number]>> = {
    base: [1.5, 0.7],
    basePlace: [4.5, 1],
  };
  FEATURES.forEach((name, at) => {
    const known = usual[name];
    if (known !== undefined) [mean[at], scale[at]] = [known[0], 1 / known[1]];
  });
  return { ...head, mean, scale, baseWeight: BASE_WEIGHT };
}

/** A device's choices as linear weights see them: what the shop's own head says of each candidate, where there is one, stands in its base. */
export const beside = (shipped: Head | undefined, lists: readonly ChoiceList[]): readonly ChoiceList[] =>
  shipped === undefined
    ? lists
    : lists.map((list) => ({ ...list, base: logitsOf(shipped, list).map((logit) => logit / SCALES.baseWeight) }));

/** What came of judging a published model by the device's own choices. */
export interface Judged extends Gain {
  readonly accepted: boolean;
  /** In words. */
  readonly why: string;
  readonly heldOut: number;
}

/**
 * The accept test of training on the device, from the other side: a published model has passed the trainer's gate, so it is kept back only where this shopper's latest
 * choices are less likely with it, by more than half a standard error. Too few choices say nothing.
 *
 * @param lists As `beside` gives them, oldest first. @param weights In the order of FEATURES.
 */
export function judged(lists: readonly ChoiceList[], weights: Float32Array): Judged {
  if (lists.length < MIN_CHOICES) {
    const why = `${lists.length} choices on ranked lists say too little of it`;
    return { accepted: true, why, heldOut: 0, gain: 0, low: 0, high: 0 };
  }
  const heldOut = heldOutOf(lists.length);
  const gain = gainOf(
    (list) => logitsOf(SCALES, list),
    (list) => logitsBeside(list, weights),
    lists.slice(-heldOut),
  );
  const accepted = gain.high >= 0;
  return { ...gain, accepted, heldOut, why: `${accepted ? "no worse" : "worse"} on the latest ${heldOut} choices` };
}

function logitsBeside(list: ChoiceList, weights: Float32Array): Float32Array {
  const added = linearOutputs(weights, inputsOf(SCALES, list.values));
  return logitsOf(SCALES, list).map((logit, row) => logit + added[row]!);
}
