import { type Layer, type Product, plainProduct } from "../../../src/core/rank/product.ts";
import type { Gemm } from "./gemm.ts";

/** A few times the layers of a ranking, so that those of models that have been replaced do not stay as long as the worker lives. */
const MAX_KEPT = 64;

/**
 * Products by WASM SIMD, on kernels of its own; between layers everything stays in their memory. Weights are few and stay: a layer's are copied there when they
 * are first used, with the bias as one more row, for which every row of inputs ends in a one. Once they are many, all go, and those still in use are copied anew.
 */
export function createProduct(gemm: Gemm): Product {
  const known = new Map<Float32Array, number>();

  const pointerOf = ([weights, bias]: Layer): number => {
    let pointer = known.get(weights);
    if (pointer === undefined) {
      pointer = ones(weights.length + bias.length);
      gemm.view(pointer, weights.length).set(weights);
      gemm.view(pointer + 4 * weights.length, bias.length).set(bias);
      known.set(weights, pointer);
    }
    return pointer;
  };
  const ones = (length: number): number => {
    const pointer = gemm.alloc(length);
    gemm.view(pointer, length).fill(1);
    return pointer;
  };

  const fast: Product = (input, rows, ...layers) => {
    if (known.size > MAX_KEPT) {
      known.clear();
      gemm.release();
    }
    const kept = layers.map(pointerOf);
    let inner = input.length / rows;
    const first = ones(input.length + rows);
    const inputs = gemm.view(first, input.length + rows);
    for (let row = 0; row < rows; row++)
      for (let at = row * inner; at < (row + 1) * inner; at++) inputs[at + row] = input[at]!;
    let from = first;
    layers.forEach(([weights], at) => {
      const columns = weights.length / inner;
      const stride = at === layers.length - 1 ? columns : columns + 1;
      const into = ones(rows * stride);
      if (at > 0) gemm.relu(from, into);
      gemm.gemm(from, kept[at]!, into, rows, columns, inner + 1, inner + 1, columns, stride, false);
      [from, inner] = [into, columns];
    });
    const output = gemm.view(from, rows * inner).slice();
    gemm.release(first);
    return output;
  };

  let product = fast;
  return (...operands) => {
    try {
      return product(...operands);
    } catch {
      product = plainProduct; // no memory to be had: slower is better than no ranking
      return product(...operands);
    }
  };
}
