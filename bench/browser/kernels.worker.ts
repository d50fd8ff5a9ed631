import { type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import { expose } from "comlink";
import { createPlainScorer } from "../../src/core/dot/plain.ts";
import type { Scorer, Top } from "../../src/core/dot/scorer.ts";
import { createGpuScorer } from "../../workers/kernels/scorer/gpu/scorer.ts";
import { createWasmScorer } from "../../workers/kernels/scorer/wasm.ts";
import { instantiate, PAGE_BYTES } from "../../workers/kernels/wasm.ts";
import { randomItems, randomQuery } from "./items.ts";
import { measureProducts } from "./products.ts";
import { WASM } from "./read.wasm.ts";
import { startTfjs, type TfjsSetup, topOf } from "./tfjs.ts";

const WARM_RUNS = 10;

/** Milliseconds of every run, side by side; all in one worker, taking turns. */
export interface KernelTimes {
  readonly wasm: number[];
  readonly plain: number[];
  /** Stock tfjs: matMul and topk. */
  readonly tfjs: number[];
  /** The bytes of the vectors, loaded by WASM SIMD and added up by a JS loop. */
  readonly simdRead: number[];
  readonly jsSum: number[];
}

export interface KernelRun extends KernelTimes {
  /** Of tfjs's lists, the share that ours hold: it multiplies float32, we int8 and a rounded query. */
  readonly shared: number;
}

export interface GpuRun {
  /** As the browser names it. */
  readonly adapter: string;
  readonly ms: number[];
  /** There and back with four bytes and nothing computed. */
  readonly roundTripMs: number[];
}

const door = {
  start: (): Promise<TfjsSetup> => startTfjs(),

  measure(rows: number, dims: number, count: number, runs: number): KernelRun {
    const { items, floats } = randomItems(rows, dims);
    const wasm = createWasmScorer(items);
    const plain = createPlainScorer(items);
    const read = simdReader(items.vectors);
    const tensor: Tensor2D = tensor2d(floats, [rows, dims]);
    const times: KernelTimes = { wasm: [], plain: [], tfjs: [], simdRead: [], jsSum: [] };
    let shared = 0;
    for (let run = -WARM_RUNS; run < runs; run++) {
      const query = randomQuery(dims, run);
      const into = run < 0 ? undefined : times;
      timed(into?.simdRead, read);
      const ours = timed(into?.wasm, () => wasm.top(query, count));
      timed(into?.jsSum, () => sum(items.vectors));
      const same = timed(into?.plain, () => plain.top(query, count));
      const theirs = timed(into?.tfjs, () => topOf(tensor, query, count));
      if (ours.indices.join() !== same.indices.join()) throw new Error("two kernels answered two lists");
      if (run >= 0) shared += theirs.filter(({ id }) => ours.indices.includes(id)).length / (count * runs);
    }
    tensor.dispose();
    return { ...times, shared };
  },

  measureProducts,

  /** Undefined without an adapter. For itself: an adapter in software would take the processor from the others. */
  async measureGpu(rows: number, dims: number, count: number, runs: number): Promise<GpuRun | undefined> {
    const adapter = await navigator.gpu?.requestAdapter();
    if (!adapter) return undefined;
    const device = await adapter.requestDevice();
    const scorer: Scorer<Promise<Top>> = await createGpuScorer(randomItems(rows, dims).items, device);
    const ms: number[] = [];
    const roundTripMs: number[] = [];
    for (let run = -2; run < runs; run++) {
      const query = randomQuery(dims, run);
      const start = performance.now();
      await scorer.top(query, count);
      const between = performance.now();
      await roundTrip(device);
      if (run < 0) continue;
      ms.push(between - start);
      roundTripMs.push(performance.now() - between);
    }
    device.destroy();
    return { adapter: `${adapter.info.vendor} ${adapter.info.architecture}`, ms, roundTripMs };
  },
};

/** Writes to a buffer, copies it and reads the copy: what every answer of a GPU costs. */
async function roundTrip(device: GPUDevice): Promise<void> {
  const from = device.createBuffer({ size: 4, usage: GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST });
  const to = device.createBuffer({ size: 4, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(from, 0, to, 0, 4);
  device.queue.writeBuffer(from, 0, Int32Array.of(1));
  device.queue.submit([encoder.finish()]);
  await to.mapAsync(GPUMapMode.READ);
  from.destroy();
  to.destroy();
}

function timed<T>(into: number[] | undefined, work: () => T): T {
  const start = performance.now();
  const value = work();
  into?.push(performance.now() - start);
  return value;
}

function simdReader(bytes: Int8Array): () => bigint {
  // The module is compiled from the text beside this file.
  const { memory, read } = instantiate(WASM) as unknown as {
    readonly memory: WebAssembly.Memory;
    readonly read: (bytes: number) => bigint;
  };
  memory.grow(Math.ceil(bytes.length / PAGE_BYTES));
  new Int8Array(memory.buffer).set(bytes);
  return () => read(bytes.length);
}

function sum(bytes: Int8Array): number {
  let total = 0;
  for (let at = 0; at < bytes.length; at++) total = (total + bytes[at]!) | 0;
  return total;
}

export type KernelBench = typeof door;
expose(door);
