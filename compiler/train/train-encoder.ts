import { ENCODER } from "../../src/core/catalogue/learned.ts";
import type { Token } from "../../src/core/rank/marks.ts";
import { shuffled } from "../../src/core/shuffled.ts";
import { createGemm } from "../../workers/kernels/gemm/gemm.ts";
import { Adam, type AdamState } from "../../workers/model/adam.ts";
import type { Draws } from "./draws.ts";
import { type Batch, Encoder, encoderFloats } from "./encoder.ts";
import { heardAmong } from "./heard.ts";
import { negativesOf } from "./negatives.ts";
import { falling } from "./rate.ts";
import { SampledSoftmax, softmaxFloats } from "./sampled-softmax.ts";
import { type Matrix, multiplyNt, Workspace } from "./workspace.ts";

export interface EncoderOptions {
  readonly dropout: number;
  /** Of the first step; it falls until the last of `maxEpochs`. */
  readonly rate: number;
  readonly negatives: number;
  /** Share of the negatives that are drawn as often as they stand in the history. */
  readonly popular: number;
  /** Tokens of one step. */
  readonly tokens: number;
  readonly maxEpochs: number;
  /** Epochs without gain on the held-out transitions before it stops. */
  readonly patience: number;
}

/** For a catalogue of so many products: the negatives are a hundredth of them, but from 256 to 1,024. */
export const encoderOptions = (products: number): EncoderOptions => ({
  dropout: 0.3,
  rate: 2e-3,
  negatives: Math.max(256, Math.min(1_024, Math.ceil(0.01 * products))),
  popular: 0.5,
  tokens: 128,
  maxEpochs: 8,
  patience: 2,
});

/** Shoppers whose last transition is held out, to know when to stop. */
const HELD_OUT = 1_000;

/** An epoch of a long history is so many transitions of it, drawn anew each time. */
export const EPOCH_TOKENS = 400_000;

/** What a trained encoder is: its arrays in the order of Encoder.parameters, item vectors first. */
export interface TrainedEncoder {
  readonly arrays: readonly Float32Array[];
  readonly epochs: number;
  /** Mean of 1 / log2(1 + rank) of the held-out transitions among all products. */
  readonly heldOut: number;
}

/** A training after one of its epochs: all that the next depends on. */
export interface EncoderState {
  readonly epoch: number;
  /** Epochs since the best. */
  readonly stale: number;
  readonly best: TrainedEncoder;
  readonly arrays: readonly Float32Array[];
  readonly adam: AdamState;
}

/** Vectors of ENCODER.width, one for each product, to begin from. `learned`: the stays of the training part, without what is held out. */
export type Begin = (learned: readonly (readonly Token[])[]) => Float32Array;

/**
 * `sequences`: stays in time order. Every epoch has draws of its own, so that a training that goes on
 * from a `state` comes to the same weights as one that was never interrupted.
 */
export function trainEncoder(
  sequences: readonly (readonly Token[])[],
  products: number,
  begin: Begin,
  options: EncoderOptions,
  draws: Draws,
  onEpoch: (epoch: number, loss: number, heldOut: number, state: () => EncoderState) => void,
  state?: EncoderState,
): TrainedEncoder {
  const { width, positions } = ENCODER;
  const { tokens, negatives } = options;
  const room = tokens + positions;
  const floats = encoderFloats(products, room) + softmaxFloats(width, negatives, room) + ranksFloats(products);
  const workspace = new Workspace(createGemm(), floats);
  const beginning = draws("beginning");
  const encoder = new Encoder(workspace, products, room, beginning);
  const softmax = new SampledSoftmax(workspace, width, negatives, room);
  const ranks = { workspace, users: workspace.matrix(RANKED, width), scores: workspace.matrix(RANKED, products) };
  const long = sequences.filter((stays) => stays.length >= 2);
  const order = shuffled(numbered(long.length), beginning);
  const held = new Set(
    order.filter((s) => long[s]!.length >= 3).slice(0, Math.min(HELD_OUT, Math.floor(long.length / 10))),
  );
  const learned = long.map((stays, s) => (held.has(s) ? stays.slice(0, -1) : stays).slice(-positions - 1));
  const heard = heardAmong(learned.flatMap((stays) => stays.slice(0, -1)));
  const training = learned.map((stays) => stays.map(heard));
  const adam = new Adam(
    encoder.parameters.map(({ weights, gradient }) => ({
      weights: weights.data,
      gradient: gradient.data,
      ...((weights === encoder.items.weights || weights === encoder.marks.weights) && { rowLength: width }),
    })),
  );
  const probe = [...held].map((s) => long[s]!.slice(-positions - 1).map(heard));
  const whole = Math.min(
    EPOCH_TOKENS,
    training.reduce((sum, stays) => sum + Math.max(0, stays.length - 1), 0),
  );
  const drawn = negativesOf(itemsOf(training.flat()), products, options.popular);
  const copy = (): Float32Array[] => encoder.parameters.map(({ weights }) => weights.data.slice());
  if (state === undefined) encoder.items.weights.data.set(begin(learned));
  else {
    encoder.parameters.forEach(({ weights }, at) => {
      weights.data.set(state.arrays[at]!);
    });
    adam.restore(state.adam);
  }
  let best = state?.best;
  let stale = state?.stale ?? 0;
  for (let epoch = (state?.epoch ?? 0) + 1; epoch <= options.maxEpochs && stale < options.patience; epoch++) {
    const random = draws(`epoch ${epoch}`);
    let loss = 0;
    let counted = 0;
    for (const part of batches(training, shuffled(numbered(training.length), random), tokens)) {
      const { batch, targets } = packed(part);
      encoder.forward(batch, options.dropout, random);
      const { weights, gradient } = encoder.items;
      loss += softmax.run(encoder.user.output, targets.length, targets, weights.data, gradient.data, drawn, random);
      counted += targets.length;
      encoder.backward(softmax.slope);
      adam.step(options.rate * falling((epoch - 1 + Math.min(1, counted / whole)) / options.maxEpochs));
      if (counted >= EPOCH_TOKENS) break;
    }
    const heldOut = accuracy(encoder, ranks, probe);
    if (best === undefined || heldOut > best.heldOut || probe.length === 0) {
      best = { arrays: copy(), epochs: epoch, heldOut };
      stale = 0;
    } else stale++;
    const reached = { epoch, stale, best };
    onEpoch(epoch, loss / counted, heldOut, () => ({ ...reached, arrays: copy(), adam: adam.state }));
  }
  return best!;
}

/** Shoppers whose products are ranked at once. */
const RANKED = 64;

/** Room to rank all products for some shoppers. */
interface Ranks {
  readonly workspace: Workspace;
  readonly users: Matrix;
  readonly scores: Matrix;
}

const ranksFloats = (products: number): number => RANKED * (ENCODER.width + products) + 32;

/** Mean of 1 / log2(1 + rank) of the last item of each sequence among all, given those before it, which are left out. */
function accuracy(
  encoder: Encoder,
  { workspace, users, scores }: Ranks,
  sequences: readonly (readonly Token[])[],
): number {
  const { width } = ENCODER;
  const products = scores.columns;
  let sum = 0;
  for (let from = 0; from < sequences.length; from += RANKED) {
    const part = sequences.slice(from, from + RANKED);
    part.forEach((sequence, row) => {
      encoder.forward(packed([sequence]).batch, 0, () => 0);
      const last = (sequence.length - 2) * width;
      users.data.set(encoder.user.output.data.subarray(last, last + width), row * width);
    });
    multiplyNt(workspace, users, encoder.items.weights, scores, part.length);
    part.forEach((sequence, row) => {
      const own = scores.data.subarray(row * products, (row + 1) * products);
      const target = sequence.at(-1)!.item;
      for (const { item } of sequence) if (item !== target) own[item] = Number.NEGATIVE_INFINITY;
      sum += 1 / Math.log2(1 + placeOf(own, own[target]!));
    });
  }
  return sum / Math.max(1, sequences.length);
}

function placeOf(scores: Float32Array, own: number): number {
  let place = 1;
  for (let item = 0; item < scores.length; item++) if (!(scores[item]! <= own)) place++;
  return place;
}

/** Each sequence's stays but the last are input, and each one's follower its target. */
function packed(sequences: readonly (readonly Token[])[]): { batch: Batch; targets: Int32Array } {
  const tokens = sequences.flatMap((sequence) => sequence.slice(0, -1));
  const targets = Int32Array.from(itemsOf(sequences.flatMap((sequence) => sequence.slice(1))));
  const offsets = new Uint32Array(sequences.length + 1);
  sequences.forEach((sequence, s) => {
    offsets[s + 1] = offsets[s]! + sequence.length - 1;
  });
  return { batch: { tokens, offsets }, targets };
}

function* batches<T extends { readonly length: number }>(
  sequences: readonly T[],
  order: readonly number[],
  tokens: number,
): Generator<T[]> {
  let part: T[] = [];
  let size = 0;
  for (const s of order) {
    const sequence = sequences[s]!;
    if (size + sequence.length - 1 > tokens) {
      yield part;
      part = [];
      size = 0;
    }
    if (sequence.length < 2) continue;
    part.push(sequence);
    size += sequence.length - 1;
  }
  if (part.length > 0) yield part;
}

const itemsOf = (stays: readonly Token[]): number[] => stays.map(({ item }) => item);

const numbered = (length: number): number[] => Array.from({ length }, (_, at) => at);
