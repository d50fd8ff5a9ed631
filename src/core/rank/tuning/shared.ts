import type { Head } from "../../catalogue/learned.ts";
import { BASE_WEIGHT } from "../linear.ts";
import { type Product, plainProduct } from "../product.ts";
import { sharedHead, sharedSays } from "../shared-head.ts";
import { type Gain, gainOf, heldOutOf, MIN_CHOICES } from "./judge.ts";
import type { ChoiceList } from "./lists.ts";
import { additiveLogits, logitsOf } from "./logits.ts";
import { evened, sharpnessOf } from "./sharpness.ts";

/** A device's choices as shared weights see them: what the shop's own head says of each candidate, where there is one, stands in its base. */
export const beside = (shipped: Head | undefined, lists: readonly ChoiceList[]): readonly ChoiceList[] =>
  shipped === undefined
    ? lists
    : lists.map((list) => ({ ...list, base: logitsOf(shipped, list).map((logit) => logit / BASE_WEIGHT) }));

/**
 * A device's choices as its own head is to learn from them: what a published model adds to each candidate stands in its base, as it does in the ranking, so that nothing is
 * learned again that the model says already. Throws RangeError for weights of another release.
 */
export function onTopOf(
  weights: Float32Array,
  shipped: Head | undefined,
  lists: readonly ChoiceList[],
  product: Product,
): readonly ChoiceList[] {
  const head = sharedHead(weights);
  return lists.map((list) => {
    const added = sharedSays(head, list.values, product);
    const weight = shipped?.baseWeight ?? BASE_WEIGHT;
    return { ...list, base: list.base.map((score, row) => score + added[row]! / weight) };
  });
}

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
 * @param lists As `beside` gives them, oldest first. @param weights As sharedHead reads them.
 */
export function judged(lists: readonly ChoiceList[], weights: Float32Array): Judged {
  if (lists.length < MIN_CHOICES) {
    const why = `${lists.length} choices on ranked lists say too little`;
    return { accepted: true, why, heldOut: 0, gain: 0, low: 0, high: 0 };
  }
  const heldOut = heldOutOf(lists.length);
  const head = sharedHead(weights);
  const after = (list: ChoiceList): Float32Array => {
    const added = sharedSays(head, list.values, plainProduct);
    return additiveLogits(list).map((logit, row) => logit + added[row]!);
  };
  const sharpness = sharpnessOf(lists.slice(0, -heldOut), additiveLogits);
  const gain = gainOf(evened(additiveLogits, sharpness), evened(after, sharpness), lists.slice(-heldOut));
  const accepted = gain.high >= 0;
  return { ...gain, accepted, heldOut, why: `${accepted ? "no worse" : "worse"} on the latest ${heldOut} choices` };
}
