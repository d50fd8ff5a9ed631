import type { Head } from "../../catalogue/learned.ts";
import type { ChoiceList } from "./lists.ts";
import { logitsOf } from "./logits.ts";

/** Steps down the slope of all lists, and their length: most devices end beyond a clip of .3, which keeps the direction. */
const EPOCHS = 5;
const RATE = 0.05;

/**
 * What one device would add to a head's output, linearly in its standardised features: local epochs of gradient descent, from zero, on the weighted
 * listwise softmax of its choices (the loss of workers/model/slopes.ts). Zeros without any list; of head.mean.length values, in the order of FEATURES.
 */
export function linearDelta(head: Head, lists: readonly ChoiceList[]): Float64Array<ArrayBuffer> {
  const width = head.mean.length;
  const delta = new Float64Array(width);
  const all = lists.reduce((sum, { weight }) => sum + weight, 0);
  const known = lists.map((list) => ({
    share: list.weight / all,
    inputs: inputsOf(head, list.values),
    logits: logitsOf(head, list),
  }));
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const slope = new Float64Array(width);
    for (const { share, inputs, logits } of known) addSlope(slope, share, inputs, logits, delta);
    for (let at = 0; at < width; at++) delta[at]! -= RATE * slope[at]!;
  }
  return delta;
}

/** Rows of features off their mean, by their deviation. */
function inputsOf({ mean, scale }: Head, values: Float32Array): Float64Array {
  const width = mean.length;
  return Float64Array.from(values, (value, at) => (value - mean[at % width]!) * scale[at % width]!);
}

/** Adds share times the slope of one list's cross-entropy, whose first row was chosen: the inputs expected less those chosen. */
function addSlope(
  slope: Float64Array,
  share: number,
  inputs: Float64Array,
  logits: Float32Array,
  delta: Float64Array,
): void {
  const width = delta.length;
  const scores = Float64Array.from(logits, (logit, row) => {
    let score = logit;
    for (let at = 0; at < width; at++) score += delta[at]! * inputs[row * width + at]!;
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
