import { wrap } from "comlink";
import type { ModelBench, ModelRun, ModelTimes } from "./model.worker.ts";

export interface ModelFindings extends ModelRun {
  readonly gpu: { readonly adapter: string; readonly times: readonly ModelTimes[] } | undefined;
  readonly setup: { readonly browser: string; readonly isolated: boolean };
}

export async function measureModel(runs: number, gpuRuns: number): Promise<ModelFindings> {
  const bench = wrap<ModelBench>(new Worker("/bench/model.worker.js", { type: "module" }));
  const run = await bench.measure(runs);
  const gpu = await bench.measureGpu(gpuRuns);
  return { ...run, gpu, setup: { browser: navigator.userAgent, isolated: crossOriginIsolated } };
}
