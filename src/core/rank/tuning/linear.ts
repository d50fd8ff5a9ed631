import type { Head } from "../../catalogue/learned.ts";
import type { ChoiceList } from "./lists.ts";
import { logitsOf } from "./logits.ts";

/** Steps down the slope of all lists, and their length. */
export interface LocalTraining {
  readonly epochs: number;
  readonly rate: number;
}

/** One step: five of a fifth, or steps twice as long, of which the clip of .3 leaves the direction alone, taught no more in the simulation. */
export const LOCAL: LocalTraining = { epochs: 1, rate: 0.1 };

/** One list, ready to be learned from linearly: it does not depend on the linear weights. */
export interface LinearList {
  /** Of all lists' weight. */
  readonly share: number;
  /** Candidates x features, off their usual value, by their deviation. */
  readonly inputs: Float32Array;
  /** What the head and the additive score give each candidate. */
  readonly logits: Float32Array;
}

export function linearLists(head: Head, lists: readonly ChoiceList[]): readonly LinearList[] {
  const all = lists.reduce((sum, { weight }) => sum + weight, 0);
  return lists.map((list) => ({
    share: list.weight / all,
    inputs: inputsOf(head, list.values),
    logits: logitsOf(head, list),
  }));
}

/**
 * What one device would change of linear weights of standardised features, in the order of FEATURES: local epochs of gradient descent on the weighted listwise softmax of
 * its choices (the loss of workers/model/slopes.ts). Zeros without any list.
 */
export function linearUpdate(
  lists: readonly LinearList[],
  weights: ArrayLike<number>,
  { epochs, rate }: LocalTraining = LOCAL,
): Float64Array<ArrayBuffer> {
  const width = weights.length;
  const own = Float64Array.from(weights);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const slope = new Float64Array(width);
    for (const list of lists) addSlope(slope, list, own);
    for (let at = 0; at < width; at++) own[at]! -= rate * slope[at]!;
  }
  return own.map((value, at) => value - weights[at]!);
}

/** Rows of features off their mean, by their deviation. */
export function inputsOf({ mean, scale }: Head, values: Float32Array): Float32Array {
  const width = mean.length;
  return values.map((value, at) => (value - mean[at % width]!) * scale[at % width]!);
}

/** Adds a list's share of the slope of its cross-entropy, whose first row was chosen: the inputs expected less those chosen. */
function addSlope(slope: Float64Array, { share, inputs, logits }: LinearList, weights: Float64Array): void {
  const width = weights.length;
  const scores = Float64Array.from(logits, (logit, row) => {
    let score = logit;
    for (let at = 0; at < width; at++) score += weights[at]! * inputs[row * width + at]!;
    return score;
  });
  const most = scores.reduce((high, score) => Math.max(high, score), Number.NEGATIVE_INFINITY);
  const odds = scores.map((score) => Math.exp(score - most));
  const sum = odds.reduce((total, one) => total + one, 0);
  odds.forEach((one, row) => {
    const weight = share * (one / sum - (row === 0 ? 1 : 0));
    for (let at = 0; at < width; at++) slope[at]! += weight * inputs[row * width + at]!;
  });
}
