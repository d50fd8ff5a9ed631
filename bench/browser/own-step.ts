import { createSlopes } from "../../compiler/train/slopes.ts";
import type { HeadRows } from "../../compiler/train/train-head.ts";
import type { Head } from "../../src/core/catalogue/learned.ts";
import type { Gemm } from "../../workers/kernels/gemm/gemm.ts";
import { Adam, type Group } from "../../workers/model/adam.ts";

const DECAY = 1e-4;

/** The compiler's training of a head, without dropout: each call is one step on the same lists, and answers the loss before it. */
export function ownStep(gemm: Gemm, head: Head, rows: HeadRows, rate: number): () => Promise<number> {
  const slopesOf = createSlopes(rows.features, rows.base.length, gemm);
  const groupOf = (from: Float32Array, decay = 0): Group => ({
    weights: from.slice(),
    gradient: new Float32Array(from.length),
    decay,
  });
  const [w1, w2, w3] = head.weights.map((weights) => groupOf(weights, DECAY)) as [Group, Group, Group];
  const [b1, b2, b3] = head.biases.map((biases) => groupOf(biases)) as [Group, Group, Group];
  const logBase = groupOf(Float32Array.of(Math.log(head.baseWeight)));
  const adam = new Adam([w1, b1, w2, b2, w3, b3, logBase]);
  return async () => {
    const stepped: Head = {
      ...head,
      weights: [w1.weights, w2.weights, w3.weights],
      biases: [b1.weights, b2.weights, b3.weights],
      baseWeight: Math.exp(logBase.weights[0]!),
    };
    const slopes = await slopesOf(stepped, rows);
    [w1, w2, w3].forEach(({ gradient }, at) => {
      gradient.set(slopes.weights[at]!);
    });
    [b1, b2, b3].forEach(({ gradient }, at) => {
      gradient.set(slopes.biases[at]!);
    });
    logBase.gradient[0] = slopes.logBaseWeight;
    adam.step(rate);
    return slopes.loss;
  };
}
