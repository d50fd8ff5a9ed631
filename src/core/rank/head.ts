import type { Head } from "../catalogue/learned.ts";
import { affine, type Product, plainProduct, relu } from "./product.ts";

/** The head's output for each row of `features`, as src/core/rank/features.ts gives them. */
export function headOutputs(head: Head, features: Float32Array, product: Product = plainProduct): Float32Array {
  const { mean, scale, weights, biases } = head;
  const width = mean.length;
  const rows = features.length / width;
  const input = new Float32Array(features.length);
  for (let start = 0; start < input.length; start += width)
    for (let at = 0; at < width; at++) input[start + at] = (features[start + at]! - mean[at]!) * scale[at]!;
  const first = relu(affine(product, input, weights[0], biases[0], rows));
  const second = relu(affine(product, first, weights[1], biases[1], rows));
  return affine(product, second, weights[2], biases[2], rows);
}
