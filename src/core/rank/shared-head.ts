import { FEATURES } from "./features.ts";
import { inputsOf } from "./head.ts";
import { lehmer } from "./lehmer.ts";
import { linearOutputs } from "./linear.ts";
import type { SharedHead } from "./prepared.ts";
import type { Product } from "./product.ts";
import { SCALES } from "./scales.ts";
import { HIDDEN, subsetOf } from "./subset.ts";

/**
 * The head of a model's weights: linear ones, then layer by layer weights and biases, then those of the last layer. They are what was taught beside a first head,
 * the same on every device, whose last layer and linear weights are zero: zeros give exactly the additive ranking. Throws RangeError for a number of weights that is no subset's.
 */
export function sharedHead(trained: ArrayLike<number>): SharedHead {
  const subset = subsetOf(trained.length);
  if (subset === undefined) throw new RangeError(`not a head: ${trained.length} weights`);
  const draw = lehmer(1);
  const { length } = FEATURES;
  let from = length;
  const take = (size: number, first: () => number): Float32Array =>
    Float32Array.from({ length: size }, () => trained[from++]! + first());
  const weights: Float32Array[] = [];
  const biases: Float32Array[] = [];
  let inputs: number = length;
  for (const outputs of HIDDEN[subset]) {
    const most = Math.sqrt(6 / inputs);
    weights.push(take(inputs * outputs, () => most * draw()));
    biases.push(take(outputs, () => 0));
    inputs = outputs;
  }
  if (biases.length > 0) weights.push(take(inputs, () => 0));
  return { linear: Float32Array.from({ length }, (_, at) => trained[at]!), weights, biases };
}

/** Of the last layer: no order depends on it. */
const NO_BIAS: Float32Array = /* @__PURE__ */ new Float32Array(1);

/** Of each row of standardised features. */
export function sharedOutputs(
  { linear, weights, biases }: SharedHead,
  inputs: Float32Array,
  product: Product,
): Float32Array {
  const outputs = linearOutputs(linear, inputs);
  if (weights.length === 0) return outputs;
  const added = product(
    inputs,
    outputs.length,
    ...weights.map((weight, at) => [weight, biases[at] ?? NO_BIAS] as const),
  );
  return outputs.map((output, row) => output + added[row]!);
}

/** Of each row of features, as src/core/rank/features.ts gives them. */
export const sharedSays = (head: SharedHead, features: Float32Array, product: Product): Float32Array =>
  sharedOutputs(head, inputsOf(SCALES, features), product);
