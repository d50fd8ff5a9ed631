import {
  add,
  matMul,
  mul,
  relu,
  sub,
  type Tensor,
  type Tensor2D,
  tensor1d,
  tensor2d,
  tidy,
} from "@tensorflow/tfjs-core";
import { HEAD, type Head } from "../../src/core/catalogue/learned.ts";

/** Weight and bias of each layer, as tensors of the backend in use: inside a tidy only. */
export function headTensors({ mean, weights, biases }: Head): Tensor[] {
  const { first, second } = HEAD;
  return [
    tensor2d(weights[0], [mean.length, first]),
    tensor1d(biases[0]),
    tensor2d(weights[1], [first, second]),
    tensor1d(biases[1]),
    tensor2d(weights[2], [second, 1]),
    tensor1d(biases[2]),
  ];
}

/** Rows of features off their mean, by their deviation: [rows x features]. */
export const headInput = ({ mean, scale }: Head, features: Float32Array): Tensor2D =>
  mul(sub(tensor2d(features, [features.length / mean.length, mean.length]), tensor1d(mean)), tensor1d(scale));

/** [rows x 1]. */
export function headForward(input: Tensor, [w1, b1, w2, b2, w3, b3]: readonly Tensor[]): Tensor {
  const first = relu(add(matMul(input, w1!), b1!));
  const second = relu(add(matMul(first, w2!), b2!));
  return add(matMul(second, w3!), b3!);
}

/** What src/core/rank/head.ts computes, on the backend in use. */
export async function headOutputs(head: Head, features: Float32Array): Promise<Float32Array> {
  const outputs = tidy(() => headForward(headInput(head, features), headTensors(head)));
  try {
    return await outputs.data<"float32">();
  } finally {
    outputs.dispose();
  }
}
