import type { Head, Scales } from "../catalogue/learned.ts";
import { type Product, plainProduct } from "./product.ts";

/** Rows of features off their mean, by their deviation. */
export function inputsOf({ mean, scale }: Scales, features: Float32Array): Float32Array {
  const width = mean.length;
  const inputs = new Float32Array(features.length);
  for (let start = 0; start < inputs.length; start += width)
    for (let at = 0; at < width; at++) inputs[start + at] = (features[start + at]! - mean[at]!) * scale[at]!;
  return inputs;
}

/** The head's output for each row of `features`, as src/core/rank/features.ts gives them. */
export function headOutputs(head: Head, features: Float32Array, product: Product = plainProduct): Float32Array {
  const { mean, weights, biases } = head;
  const layers = weights.map((weight, at) => [weight, biases[at]!] as const);
  return product(inputsOf(head, features), features.length / mean.length, ...layers);
}
