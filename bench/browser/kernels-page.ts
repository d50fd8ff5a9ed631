import { wrap } from "comlink";
import type { GpuRun, KernelBench, KernelRun } from "./kernels.worker.ts";
import type { ProductRun } from "./products.ts";
import type { TfjsSetup } from "./tfjs.ts";

export interface KernelSize extends KernelRun {
  readonly rows: number;
  readonly gpu: GpuRun | undefined;
}

export interface KernelsRun {
  readonly sizes: readonly KernelSize[];
  readonly products: readonly ProductRun[];
  readonly setup: { readonly browser: string; readonly isolated: boolean; readonly tfjs: TfjsSetup };
}

/** The best `count` of each number of rows, and the products of training, `runs` times. */
export async function measureKernels(
  allRows: readonly number[],
  dims: number,
  count: number,
  runs: number,
): Promise<KernelsRun> {
  const bench = wrap<KernelBench>(new Worker("/bench/kernels.worker.js", { type: "module" }));
  const tfjs = await bench.start();
  const sizes: KernelSize[] = [];
  for (const rows of allRows) {
    const run = await bench.measure(rows, dims, count, runs);
    sizes.push({ rows, ...run, gpu: await bench.measureGpu(rows, dims, count, runs) });
  }
  const products = await bench.measureProducts(runs);
  return { sizes, products, setup: { browser: navigator.userAgent, isolated: crossOriginIsolated, tfjs } };
}
