import { FEATURES } from "./features.ts";
import { inputsOf } from "./head.ts";
import { lehmer } from "./lehmer.ts";
import { linearOutputs } from "./linear.ts";
import type { SharedHead } from "./prepared.ts";
import { affine, type Product, relu } from "./product.ts";
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

/** What each hidden layer makes of rows of standardised features, the rows themselves first. */
export function layersOf({ weights, biases }: SharedHead, inputs: Float32Array, product: Product): Float32Array[] {
  const rows = inputs.length / FEATURES.length;
  const layers = [inputs];
  for (const [at, bias] of biases.entries()) layers.push(relu(affine(product, layers[at]!, weights[at]!, bias, rows)));
  return layers;
}

/** Of each row of standardised features. */
export const sharedOutputs = (head: SharedHead, inputs: Float32Array, product: Product): Float32Array =>
  outputsOf(head, layersOf(head, inputs, product), product);

/** Of each row of features, as src/core/rank/features.ts gives them. */
export const sharedSays = (head: SharedHead, features: Float32Array, product: Product): Float32Array =>
  sharedOutputs(head, inputsOf(SCALES, features), product);

/** The same of what layersOf made of them. */
export function outputsOf(
  { linear, weights }: SharedHead,
  layers: readonly Float32Array[],
  product: Product,
): Float32Array {
  const outputs = linearOutputs(linear, layers[0]!);
  const last = weights.at(-1);
  if (last === undefined) return outputs;
  const added = product(layers.at(-1)!, last, outputs.length, last.length, 1);
  return outputs.map((output, row) => output + added[row]!);
}
