import type { KernelSize } from "./browser/kernels-page.ts";
import type { ProductRun } from "./browser/products.ts";
import { withChromium } from "./chromium.ts";
import {
  COUNT,
  DIMS,
  type KernelFigures,
  kernelChart,
  kernelTable,
  type ProductFigures,
  productTable,
} from "./kernels-report.ts";
import type { Answer, Question } from "./question.ts";
import { percentile, rounded, spreadOf } from "./stats.ts";

const ROWS = [1_000, 10_000, 100_000];
const RUNS = 50;

/** How long all items against a user vector and the best of them take, beside stock tfjs and beside reading the bytes. */
export const question: Question = async (progress): Promise<Answer> => {
  progress(`${ROWS.map((rows) => rows.toLocaleString("en")).join(", ")} items`);
  const {
    sizes: runs,
    products: productRuns,
    setup,
  } = await withChromium((inChromium) =>
    inChromium((page) =>
      page.evaluate(([rows, dims, count, times]) => globalThis.inkBench.measureKernels(rows, dims, count, times), [
        ROWS,
        DIMS,
        COUNT,
        RUNS,
      ] as const),
    ),
  );
  const sizes = runs.map(figuresOf);
  const products = productRuns.map(productOf);
  const gpuAdapter = runs[0]?.gpu?.adapter;
  return {
    figures: { ...setup, gpuAdapter, dims: DIMS, count: COUNT, runs: RUNS, sizes, products },
    text: `${kernelTable(sizes, gpuAdapter)}\n\n${productTable(products)}`,
    charts: { "kernels.svg": kernelChart(sizes) },
  };
};

function figuresOf(run: KernelSize): KernelFigures {
  const wasmMs = spreadOf(run.wasm);
  const plainMs = spreadOf(run.plain);
  const tfjsMs = spreadOf(run.tfjs);
  const simdReadMs = spreadOf(run.simdRead);
  const jsSumMs = spreadOf(run.jsSum);
  return {
    rows: run.rows,
    wasmMs,
    plainMs,
    gpuMs: run.gpu && spreadOf(run.gpu.ms),
    gpuRoundTripMs: run.gpu && spreadOf(run.gpu.roundTripMs),
    tfjsMs,
    simdReadMs,
    jsSumMs,
    tfjsToWasm: rounded(tfjsMs.p50 / wasmMs.p50),
    wasmToSimdRead: rounded(wasmMs.p50 / simdReadMs.p50),
    plainToJsSum: rounded(plainMs.p50 / jsSumMs.p50),
    sharedWithTfjs: rounded(run.shared),
  };
}

function productOf({ name, flops, ours, tfjs }: ProductRun): ProductFigures {
  const gflops = (ms: readonly number[]): number => rounded(flops / percentile(ms, 0.5) / 1e6);
  return { name, ours: gflops(ours), tfjs: gflops(tfjs) };
}
