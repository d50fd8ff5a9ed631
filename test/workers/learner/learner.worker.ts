import { engine } from "@tensorflow/tfjs-core";
import { seededRandom } from "../../../lab/random.ts";
import { product } from "../../../workers/kernels/gemm/here.ts";
import { type Learnt, learn } from "../../../workers/learner.ts";
import type { BackendName } from "../../../workers/model/backend.ts";
import { digest, text } from "../../../workers/serve/here.ts";
import { openLearningStore } from "../../../workers/store/learning.ts";

export interface Asked {
  readonly storeName: string;
  readonly now: number;
  readonly limitMs?: number;
  /** Does not rest. */
  readonly hasty?: boolean;
  /** As on a device without a GPU. */
  readonly noGpu?: boolean;
}
export interface Answer {
  readonly learnt: Learnt;
  /** Of tfjs, as they were loaded. */
  readonly files: readonly string[];
  /** Tensors alive before, and after. */
  readonly tensors: readonly [number, number];
  /** Milliseconds slept, and in all. */
  readonly sleptMs: number;
  readonly ms: number;
}

const FOLDER = "/node_modules/@tensorflow/tfjs-backend-wasm/dist/";

/** The learner as learner.worker.ts runs it, on a store and with a clock of the test's. */
async function answer({ storeName, now, limitMs = 200_000, hasty = false, noGpu = false }: Asked): Promise<Answer> {
  const files: string[] = [];
  let sleptMs = 0;
  const tensors = engine().state.numTensors;
  const began = performance.now();
  const learnt = await learn({
    now: () => now,
    clock: () => performance.now(),
    random: seededRandom(1).next,
    sleep: async (ms) => {
      const before = performance.now();
      await new Promise((resolve) => setTimeout(resolve, hasty ? 0 : ms));
      sleptMs += performance.now() - before;
    },
    limitMs,
    text,
    digest,
    product,
    cores: navigator.hardwareConcurrency,
    openStore: (onForeignChange) =>
      openLearningStore({ name: storeName, now: () => now, onLost() {}, onForeignChange }),
    loadTfjs: (name: BackendName) => {
      files.push(name);
      postMessage(`loading ${name}`);
      return name === "webgpu"
        ? import("../../../workers/model/tfjs/webgpu.ts")
        : import("../../../workers/model/tfjs/wasm.ts");
    },
    loadParts: async () => (await import("../../../workers/learned.ts")).learnedParts,
    sources: { wasmFolder: FOLDER, gpu: noGpu ? undefined : navigator.gpu },
  });
  return { learnt, files, tensors: [tensors, engine().state.numTensors], sleptMs, ms: performance.now() - began };
}

addEventListener("message", ({ data, ports }: MessageEvent<Asked>) => {
  answer(data).then(
    (said) => ports[0]!.postMessage({ answer: said }),
    (error) => ports[0]!.postMessage({ error: String(error) }),
  );
});
