import { type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import { expose } from "comlink";
import type { Prepared } from "../../src/core/rank/prepared.ts";
import { loadCatalogue } from "./catalogue.ts";
import { startTfjs, type TfjsSetup, topOf } from "./tfjs.ts";
import { DIMENSIONS, itemVectors, userVector } from "./vectors.ts";
import { SHOPPER_EVENTS, visit } from "./visit.ts";

let vectors: Float32Array = new Float32Array();
let items: Tensor2D | undefined;
let visited: readonly number[] = [];

/** The peer: what one would write with stock tfjs, products x 64 times a user vector, then topk. */
const door = {
  async open(url: string, count: number): Promise<TfjsSetup> {
    const setup = await startTfjs();
    const { prepared } = (await loadCatalogue(url)).loaded;
    vectors = itemVectors(prepared);
    items = tensor2d(vectors, [prepared.ranking.products, DIMENSIONS]);
    visited = itemsVisited(prepared, count);
    return setup;
  },
  /** Milliseconds from the user vector to ids and scores in plain arrays. The user vector is given away. */
  rank(at: number, n: number): number {
    const user = userVector(vectors, visited.slice(at - SHOPPER_EVENTS, at).reverse());
    if (items === undefined) throw new Error("open() first");
    const start = performance.now();
    const best = topOf(items, user, n);
    const ms = performance.now() - start;
    if (best.length !== n) throw new Error(`asked for ${n} products and got ${best.length}`);
    return ms;
  },
};

function itemsVisited(prepared: Prepared, count: number): number[] {
  return visit(prepared, count, 0).map(({ item = "" }) => prepared.aliases.resolve(item) ?? 0);
}

export type TfjsBench = typeof door;
expose(door);
