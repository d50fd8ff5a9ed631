import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import {
  env,
  getBackend,
  matMul,
  ready,
  reshape,
  setBackend,
  type Tensor2D,
  tensor2d,
  tidy,
  topk,
  version_core,
} from "@tensorflow/tfjs-core";

/** Which of the peer's binaries runs. */
export interface TfjsSetup {
  readonly version: string;
  readonly backend: string;
  readonly simd: boolean;
}

/** Stock tfjs on its wasm backend. One thread: a shop's page is not isolated, and threads need that. */
export async function startTfjs(): Promise<TfjsSetup> {
  setWasmPaths("/tfjs/");
  env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  await setBackend("wasm");
  await ready();
  return {
    version: version_core,
    backend: getBackend(),
    simd: (await env().getAsync("WASM_HAS_SIMD_SUPPORT")) === true,
  };
}

/** What one would write with it: items times a user vector, then topk, to ids and scores in plain arrays. */
export function topOf(
  items: Tensor2D,
  user: Float32Array,
  n: number,
): { readonly id: number; readonly score: number }[] {
  return tidy(() => {
    const scores = matMul(items, tensor2d(user, [user.length, 1]));
    const { values, indices } = topk(reshape(scores, [-1]), n);
    const amounts = values.dataSync();
    return Array.from(indices.dataSync(), (id, place) => ({ id, score: amounts[place]! }));
  });
}
