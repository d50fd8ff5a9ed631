import { type Product, plainProduct } from "../../../src/core/rank/product.ts";
import type { Gemm } from "./gemm.ts";

/**
 * Products by WASM SIMD. Right sides are weights, which are few and stay: each is copied into the kernels' memory when it is
 * first used.
 */
export function createProduct(gemm: Gemm): Product {
  const known = new Map<Float32Array, number>();

  const pointerOf = (weights: Float32Array): number => {
    const pointer = known.get(weights) ?? gemm.alloc(weights.length);
    if (!known.has(weights)) gemm.view(pointer, weights.length).set(weights);
    known.set(weights, pointer);
    return pointer;
  };

  const fast: Product = (a, b, rows, inner, columns, bias) => {
    const right = pointerOf(b);
    const left = gemm.alloc(rows * inner);
    const into = gemm.alloc(rows * columns);
    gemm.view(left, rows * inner).set(a.subarray(0, rows * inner));
    const product = gemm.view(into, rows * columns);
    // The kernel adds its sums to what is there, which is quicker than to add to them.
    if (bias !== undefined) for (let at = 0; at < product.length; at += columns) product.set(bias, at);
    gemm.gemm(left, right, into, rows, columns, inner, inner, columns, columns, bias !== undefined);
    const output = product.slice();
    gemm.release(left);
    return output;
  };

  let runs = true;
  return (...operands) => {
    if (!runs) return plainProduct(...operands);
    try {
      return fast(...operands);
    } catch {
      runs = false; // no memory to be had: slower is better than no ranking
      return plainProduct(...operands);
    }
  };
}
