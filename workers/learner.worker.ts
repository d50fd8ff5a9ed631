import { product } from "./kernels/gemm/here.ts";
import type { TfjsFile } from "./learner/tfjs.ts";
import { type Learnt, learn } from "./learner.ts";
import type { BackendName } from "./model/backend.ts";
import { digest, text } from "./serve/here.ts";
import { openLearningStore } from "./store/learning.ts";

/** Posted once; nothing more comes then. */
export interface LearnerNotice {
  readonly learnt: Learnt | "failed";
  readonly message?: string;
}

/** Addresses, not imports: bundlers pass such files on as they are, and a worker in one piece is what all of them can make. */
const WASM = new URL("./model/tfjs/wasm.ts", import.meta.url);
const WEBGPU = new URL("./model/tfjs/webgpu.ts", import.meta.url);
const PLAIN = new URL("../node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm", import.meta.url);
const SIMD = new URL("../node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm", import.meta.url);

const LEARNED = new URL("./learned.ts", import.meta.url);

const now = (): number => Date.now();
const loadTfjs = (name: BackendName): Promise<TfjsFile> =>
  import(/* @vite-ignore */ /* webpackIgnore: true */ (name === "webgpu" ? WEBGPU : WASM).href);

learn({
  now,
  clock: () => performance.now(),
  random: () => Math.random(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  text,
  digest,
  product,
  cores: navigator.hardwareConcurrency,
  limitMs: 60_000,
  openStore: (onForeignChange) => openLearningStore({ name: "inkling", now, onLost() {}, onForeignChange }),
  loadTfjs,
  loadParts: async () => (await import(/* @vite-ignore */ /* webpackIgnore: true */ LEARNED.href)).learnedParts,
  sources: {
    wasmFolder: {
      "tfjs-backend-wasm.wasm": PLAIN.href,
      "tfjs-backend-wasm-simd.wasm": SIMD.href,
      // Threads need a page that is isolated, and a shop's is not.
      "tfjs-backend-wasm-threaded-simd.wasm": SIMD.href,
    },
    gpu: navigator.gpu,
  },
}).then(
  (learnt) => postMessage({ learnt } satisfies LearnerNotice),
  (error: unknown) => postMessage({ learnt: "failed", message: String(error) } satisfies LearnerNotice),
);
