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
import { expose } from "comlink";
import type { Prepared } from "../../src/core/rank/prepared.ts";
import { loadCatalogue } from "./catalogue.ts";
import { DIMENSIONS, itemVectors, userVector } from "./vectors.ts";
import { SHOPPER_EVENTS, visit } from "./visit.ts";

/** Which of the peer's binaries runs. */
export interface TfjsSetup {
  readonly version: string;
  readonly backend: string;
  readonly simd: boolean;
}

let vectors: Float32Array = new Float32Array();
let items: Tensor2D | undefined;
let visited: readonly number[] = [];

/** The peer: what one would write with stock tfjs, products x 64 times a user vector, then topk. */
const door = {
  /** One thread: a shop's page is not isolated, and threads need that. */
  async open(url: string, count: number): Promise<TfjsSetup> {
    setWasmPaths("/tfjs/");
    env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
    await setBackend("wasm");
    await ready();
    const { prepared } = (await loadCatalogue(url)).loaded;
    vectors = itemVectors(prepared);
    items = tensor2d(vectors, [prepared.ranking.products, DIMENSIONS]);
    visited = itemsVisited(prepared, count);
    return {
      version: version_core,
      backend: getBackend(),
      simd: (await env().getAsync("WASM_HAS_SIMD_SUPPORT")) === true,
    };
  },
  /** Milliseconds from the user vector to ids and scores in plain arrays. The user vector is given away. */
  rank(at: number, n: number): number {
    const user = userVector(vectors, visited.slice(at - SHOPPER_EVENTS, at).reverse());
    const start = performance.now();
    const best = top(user, n);
    const ms = performance.now() - start;
    if (best.length !== n) throw new Error(`asked for ${n} products and got ${best.length}`);
    return ms;
  },
};

function itemsVisited(prepared: Prepared, count: number): number[] {
  return visit(prepared, count, 0).map(({ item = "" }) => prepared.aliases.resolve(item) ?? 0);
}

function top(user: Float32Array, n: number): { readonly id: number; readonly score: number }[] {
  return tidy(() => {
    if (items === undefined) throw new Error("open() first");
    const scores = matMul(items, tensor2d(user, [DIMENSIONS, 1]));
    const { values, indices } = topk(reshape(scores, [-1]), n);
    const amounts = values.dataSync();
    return Array.from(indices.dataSync(), (id, place) => ({ id, score: amounts[place]! }));
  });
}

export type TfjsBench = typeof door;
expose(door);
