import { fillNormal } from "../../compiler/train/draw.ts";
import { drawsOf } from "../../compiler/train/draws.ts";
import { Encoder, encoderFloats } from "../../compiler/train/encoder.ts";
import { type EncoderOptions, trainEncoder } from "../../compiler/train/train-encoder.ts";
import { multiply, Workspace } from "../../compiler/train/workspace.ts";
import { ENCODER } from "../../src/core/catalogue/learned.ts";
import type { Token } from "../../src/core/rank/marks.ts";
import { createGemm } from "../../workers/kernels/gemm/gemm.ts";
import type { Scorer } from "../scorer.ts";
import type { Rival, RivalOptions, TrainingPart } from "./rival.ts";

/** Chosen on validation (docs/evaluation.md). It learns most as the rate falls, so that all epochs are run, and the best kept. */
const EPOCHS = 40;
const OPTIONS: EncoderOptions = {
  dropout: 0.3,
  rate: 2e-3,
  negatives: 1_024,
  popular: 0.5,
  tokens: 512,
  maxEpochs: EPOCHS,
  patience: EPOCHS,
};

/** Deviation of item vectors before training. */
const DEVIATION = 0.02;

/**
 * SASRec (Kang and McAuley, 2018) with sampled softmax over many negatives (Klenitskiy and Vasilev, RecSys 2023):
 * Inkling's own encoder, its item vectors begun at random and kept in floats, and every product scored by it alone.
 */
export const sasrec: Rival = {
  refusal: () => undefined,
  train: (part, options) => trainSasrec(part, OPTIONS, options),
};

export function trainSasrec(
  { products, sequences }: TrainingPart,
  encoderOptions: EncoderOptions,
  { seed, onProgress }: RivalOptions,
): Scorer {
  const start = new Float32Array(products * ENCODER.width);
  const draws = drawsOf(seed);
  fillNormal(start, DEVIATION, draws("item vectors"));
  const { arrays } = trainEncoder(
    sequences.map(unmarked),
    products,
    () => start,
    encoderOptions,
    draws,
    (epoch) => onProgress("SASRec", epoch / encoderOptions.maxEpochs),
  );
  return scorerOf(products, arrays);
}

/** SASRec knows products and their order alone. */
const unmarked = (items: readonly number[]): Token[] => items.map((item) => ({ item, marks: [] }));

/** `arrays` in the order of Encoder.parameters, item vectors first. */
function scorerOf(products: number, arrays: readonly Float32Array[]): Scorer {
  const { width, positions } = ENCODER;
  const workspace = new Workspace(createGemm(), encoderFloats(products, positions) + products + width + 32);
  const encoder = new Encoder(workspace, products, positions, () => 0);
  encoder.parameters.forEach(({ weights }, at) => {
    weights.data.set(arrays[at]!);
  });
  const user = workspace.matrix(width, 1);
  const scores = workspace.matrix(products, 1);
  return (history) => {
    if (history.length === 0) return new Float32Array(products);
    const tokens = unmarked(history.slice(-positions));
    encoder.forward({ tokens, offsets: Uint32Array.of(0, tokens.length) }, 0, () => 0);
    user.data.set(encoder.user.output.data.subarray((tokens.length - 1) * width, tokens.length * width));
    multiply(workspace, encoder.items.weights, user, scores, products);
    return scores.data.slice();
  };
}
