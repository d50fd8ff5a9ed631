import { type Product, plainProduct } from "../../../src/core/rank/product.ts";
import { createGemm } from "./gemm.ts";
import { createProduct } from "./product.ts";

/** By WASM SIMD, where the page's policy and the browser let it run. */
export function product(): Product {
  try {
    return createProduct(createGemm());
  } catch {
    return plainProduct;
  }
}
