import { ENCODER, type EncoderWeights, quantised } from "../../src/core/catalogue/learned.ts";
import type { Prepared } from "../../src/core/rank/prepared.ts";
import { propagated } from "./propagate.ts";
import { ENCODER_OPTIONS, trainEncoder } from "./train-encoder.ts";

/** Length of item vectors before training. */
const NORM = 1;
/** How strongly a usual strongest neighbour by content pulls. */
const PULL = 3;

/** Trains an encoder on products in time order, its item vectors begun from content, as it ships. */
export function encoderOf(
  prepared: Prepared,
  sequences: readonly (readonly number[])[],
  maxEpochs: number,
  random: () => number,
  onEpoch: (epoch: number) => void,
): EncoderWeights {
  const { products } = prepared.ranking;
  const content = prepared.channels
    .filter(({ name }) => name === "text")
    .map(({ forward, forwardWeights, strongest }) => ({
      graph: forward,
      weights: forwardWeights.map((weight) => (PULL * weight) / strongest),
    }));
  const start = propagated(content, products, ENCODER.width, NORM, random);
  const trained = trainEncoder(sequences, start, { ...ENCODER_OPTIONS, maxEpochs }, random, onEpoch);
  const [items, ...arrays] = trained.arrays as readonly [Float32Array, ...Float32Array[]];
  return { ...quantised(withUnseen(prepared, sequences, items)), arrays };
}

/** Products that no shopper met stand where their neighbours by content do; without such where they began. */
function withUnseen(
  prepared: Prepared,
  sequences: readonly (readonly number[])[],
  vectors: Float32Array,
): Float32Array {
  const { width } = ENCODER;
  const text = prepared.channels.find(({ name }) => name === "text");
  const seen = new Uint8Array(prepared.ranking.products);
  for (const items of sequences) for (const item of items) seen[item] = 1;
  const all = vectors.slice();
  if (text === undefined) return all;
  const { offsets, targets, codes } = text.forward;
  seen.forEach((met, item) => {
    if (met) return;
    const mean = new Float32Array(width);
    let sum = 0;
    for (let edge = offsets[item]!; edge < offsets[item + 1]!; edge++) {
      const other = targets[edge]!;
      if (!seen[other]) continue;
      const weight = text.forwardWeights[codes[edge]!]!;
      sum += weight;
      for (let d = 0; d < width; d++) mean[d]! += weight * vectors[other * width + d]!;
    }
    if (sum > 0)
      all.set(
        mean.map((value) => value / sum),
        item * width,
      );
  });
  return all;
}
