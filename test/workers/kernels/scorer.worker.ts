import type { Items, Top } from "../../../src/core/dot/scorer.ts";
import { createGpuScorer } from "../../../workers/kernels/scorer/gpu/scorer.ts";
import { createWasmScorer } from "../../../workers/kernels/scorer/wasm.ts";

export type Kernel = "wasm" | "gpu";

/** Makes a scorer and asks it, one answer a query. Null instead of answers: this browser has no WebGPU adapter. */
export interface Asked {
  readonly kernel: Kernel;
  readonly items: Items;
  readonly queries: readonly (readonly [query: Float32Array, count: number])[];
}
export type Answered = { readonly tops: readonly Top[] | null } | { readonly error: string };

let device: Promise<GPUDevice | undefined> | undefined;

async function answer({ kernel, items, queries }: Asked): Promise<readonly Top[] | null> {
  device ??= Promise.resolve(navigator.gpu?.requestAdapter()).then((adapter) => adapter?.requestDevice());
  const gpu = kernel === "gpu" ? await device : undefined;
  if (kernel === "gpu" && gpu === undefined) return null;
  const scorer = gpu === undefined ? createWasmScorer(items) : await createGpuScorer(items, gpu);
  // At once, without waiting for one another.
  const tops = await Promise.all(queries.map(([query, count]) => scorer.top(query, count)));
  scorer.dispose();
  return tops;
}

addEventListener("message", ({ data, ports }: MessageEvent<Asked>) => {
  const reply = (answered: Answered): void => ports[0]!.postMessage(answered);
  answer(data).then(
    (tops) => reply({ tops }),
    (error) => reply({ error: String(error) }),
  );
});
