import { lineChart } from "./chart.ts";
import type { Spread } from "./stats.ts";
import { table } from "./table.ts";

/** What is asked for: the best COUNT of items of DIMS dimensions. */
export const DIMS = 64;
export const COUNT = 20;

/** Of one size of catalogue. Milliseconds, but for the ratios. */
export interface KernelFigures {
  readonly rows: number;
  readonly wasmMs: Spread;
  readonly plainMs: Spread;
  readonly gpuMs: Spread | undefined;
  /** Of a GPU that computes nothing. */
  readonly gpuRoundTripMs: Spread | undefined;
  readonly tfjsMs: Spread;
  readonly simdReadMs: Spread;
  readonly jsSumMs: Spread;
  /** Medians: the peer's time with WASM SIMD as 1, and ours with a bare read of the same bytes as 1. */
  readonly tfjsToWasm: number;
  readonly wasmToSimdRead: number;
  readonly plainToJsSum: number;
  /** Of tfjs's lists, the share that ours hold. */
  readonly sharedWithTfjs: number;
}

/** One product of matrices, in GFLOP/s by the median. */
export interface ProductFigures {
  readonly name: string;
  readonly ours: number;
  readonly tfjs: number;
}

export function kernelTable(sizes: readonly KernelFigures[], gpuAdapter: string | undefined): string {
  const ms = (spread: Spread | undefined): string => (spread === undefined ? "-" : `${spread.p50} / ${spread.p95}`);
  const rows: readonly (readonly [string, (size: KernelFigures) => string])[] = [
    ["tfjs's time, WASM SIMD = 1", ({ tfjsToWasm }) => `${tfjsToWasm}`],
    ["WASM SIMD's time, a SIMD read = 1", ({ wasmToSimdRead }) => `${wasmToSimdRead}`],
    ["plain JS's time, a JS sum = 1", ({ plainToJsSum }) => `${plainToJsSum}`],
    ["share of tfjs's list in ours", ({ sharedWithTfjs }) => `${sharedWithTfjs}`],
    ["WASM SIMD", ({ wasmMs }) => ms(wasmMs)],
    ["plain JS", ({ plainMs }) => ms(plainMs)],
    [`WebGPU (${gpuAdapter ?? "no adapter"})`, ({ gpuMs }) => ms(gpuMs)],
    ["a round trip to it with nothing to do", ({ gpuRoundTripMs }) => ms(gpuRoundTripMs)],
    ["tfjs matMul + topk, wasm backend", ({ tfjsMs }) => ms(tfjsMs)],
    ["a SIMD read of the int8 vectors", ({ simdReadMs }) => ms(simdReadMs)],
    ["a JS sum of the int8 vectors", ({ jsSumMs }) => ms(jsSumMs)],
  ];
  return table(
    [`ms, p50 / p95, best ${COUNT} of`, ...sizes.map((size) => `${size.rows.toLocaleString("en")} x ${DIMS}`)],
    rows.map(([name, of]) => [name, ...sizes.map(of)]),
  );
}

export function kernelChart(sizes: readonly KernelFigures[]): string {
  const median = (of: (size: KernelFigures) => Spread): (readonly [number, number])[] =>
    sizes.map((size) => [size.rows, of(size).p50]);
  return lineChart({
    title: `The best ${COUNT} of all items: median time by size of the catalogue`,
    xLabel: `items of ${DIMS} dimensions`,
    yLabel: "milliseconds",
    series: [
      { name: "plain JS", points: median(({ plainMs }) => plainMs) },
      { name: "WASM SIMD", points: median(({ wasmMs }) => wasmMs) },
      { name: "tfjs, wasm backend", points: median(({ tfjsMs }) => tfjsMs), dashed: true },
      { name: "a JS sum of the bytes", points: median(({ jsSumMs }) => jsSumMs), dashed: true },
      { name: "a SIMD read of them", points: median(({ simdReadMs }) => simdReadMs), dashed: true },
    ],
  });
}

export function productTable(products: readonly ProductFigures[]): string {
  return table(
    ["GFLOP/s, float32, a layer of 64 to 128, batch of 4,096", "WASM SIMD", "tfjs, wasm backend"],
    products.map(({ name, ours, tfjs }) => [name, `${ours}`, `${tfjs}`]),
  );
}
