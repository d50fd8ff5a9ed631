import type { Head } from "../catalogue/learned.ts";
import { affine, type Product, plainProduct, relu } from "./product.ts";

/** The head's output for each row of `features`, as src/core/rank/features.ts gives them. */
export function headOutputs(head: Head, features: Float32Array, product: Product = plainProduct): Float32Array {
  const { mean, scale, weights, biases } = head;
  const width = mean.length;
  const rows = features.length / width;
  const input = features.map((value, cell) => (value - mean[cell % width]!) * scale[cell % width]!);
  const first = relu(affine(product, input, weights[0], biases[0], rows));
  const second = relu(affine(product, first, weights[1], biases[1], rows));
  return affine(product, second, weights[2], biases[2], rows);
}
