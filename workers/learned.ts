import { decodeLearned } from "../src/core/catalogue/learned.ts";
import { FEATURES } from "../src/core/rank/features.ts";
import { prepareLearned, withLearned } from "../src/core/rank/learned.ts";
import { type Product, plainProduct } from "../src/core/rank/product.ts";
import { createGemm } from "./kernels/gemm/gemm.ts";
import { createProduct } from "./kernels/gemm/product.ts";
import { createFasterScorer } from "./kernels/scorer/faster.ts";
import type { LearnedParts } from "./serve/parts.ts";

/** What the engine loads, by its address, where a catalogue has a model section. */
export const learnedParts: LearnedParts = {
  prepare: (section, products) =>
    prepareLearned(decodeLearned(section, FEATURES.length, products), product(), (items) =>
      createFasterScorer(items, whenIdle, () => performance.now()),
    ),
  rescore: withLearned,
};

/** A second after a catalogue is loaded, its first rankings are answered. */
function whenIdle(run: () => void): void {
  setTimeout(run, 1_000);
}

/** By WASM SIMD, where the page's policy and the browser let it run. */
function product(): Product {
  try {
    return createProduct(createGemm());
  } catch {
    return plainProduct;
  }
}
