import { newState, serverStep } from "../../server/trainer/step.ts";
import { plainProduct } from "../../src/core/rank/product.ts";
import { type Subset, sizeOf } from "../../src/core/rank/subset.ts";
import { updateOf } from "../../src/core/rank/tuning/update.ts";
import { shuffled } from "../../src/core/shuffled.ts";
import { createGemm } from "../../workers/kernels/gemm/gemm.ts";
import { createProduct } from "../../workers/kernels/gemm/product.ts";
import { seededRandom } from "../random.ts";
import type { Device } from "./fleet.ts";

/** What is tried. Hidden layers cost up to 70 times as much a pass, and reach their best early. */
const TRIES = {
  linear: { rates: [0.002, 0.005, 0.02], decays: [0, 0.01], epochs: 6 },
  hidden: { rates: [0.002, 0.005], decays: [0, 0.01], epochs: 3 },
} as const;
const BATCH = 256;
const ADAM = { name: "adam", meanDecay: 0.9, squareDecay: 0.99, adaptivity: 1e-8 } as const;

/**
 * The weights that somebody would learn who held all devices' rows: Adam on the same loss, the rate, the decay and the number of passes as
 * `quality` (of validation) likes them best.
 */
export function centralWeights(
  fleet: readonly Device[],
  subset: Subset,
  quality: (weights: Float64Array) => number,
  seed: number,
  onShare: (share: number) => void,
): Float64Array {
  const lists = fleet.flatMap((device) => device.ready.map((list) => ({ ...list, share: 1 })));
  const size = sizeOf(subset);
  let best: Float64Array = new Float64Array(size);
  let most = quality(best);
  const { rates, decays, epochs } = TRIES[subset === "linear" ? "linear" : "hidden"];
  const tries = rates.flatMap((rate) => decays.map((decay) => ({ rate, decay })));
  tries.forEach(({ rate, decay }, at) => {
    const random = seededRandom(seed);
    let weights: Float64Array = new Float64Array(size);
    let state = newState(size);
    for (let epoch = 0; epoch < epochs; epoch++) {
      const order = shuffled(lists, random.next);
      for (let from = 0; from < order.length; from += BATCH) {
        const batch = order.slice(from, from + BATCH);
        // One for each batch, since it keeps the weights that it was given; linear ones need none.
        const product = subset === "linear" ? plainProduct : createProduct(createGemm());
        const slope = updateOf(batch, weights, { epochs: 1, rate: 1 }, product);
        const sum = slope.map((value, index) => value - batch.length * decay * weights[index]!);
        const settings = { optimizer: { ...ADAM, rate }, stepNorm: Number.POSITIVE_INFINITY };
        ({ weights, state } = serverStep(weights, sum, batch.length, state, settings));
      }
      const reached = quality(weights);
      if (reached > most) [best, most] = [weights, reached];
      onShare((at * epochs + epoch + 1) / (tries.length * epochs));
    }
  });
  return best;
}
