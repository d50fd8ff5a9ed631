import { ENCODER, type EncoderWeights, quantised } from "../../src/core/catalogue/learned.ts";
import type { Token } from "../../src/core/rank/marks.ts";
import type { Prepared } from "../../src/core/rank/prepared.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { Draws } from "./draws.ts";
import { pullsOfNear } from "./near.ts";
import { type Pulls, propagated } from "./propagate.ts";
import { type Begin, type EncoderState, encoderOptions, trainEncoder } from "./train-encoder.ts";

/** Length of item vectors before training. */
const NORM = 1;
/** How strongly a usual strongest neighbour by content pulls. */
const PULL = 3;

/** Where an encoder's epochs are kept, by the name of its job. */
export interface Kept {
  readonly checkpoint: Checkpoint | undefined;
  readonly job: string;
}

/**
 * Trains an encoder on shoppers' stays in time order, as it ships. Its item vectors begin from content; of a catalogue without any, from what shoppers met one after
 * the other in the part that it learns from. `onShare`: 0 to 1.
 */
export function encoderOf(
  prepared: Prepared,
  sequences: readonly (readonly Token[])[],
  draws: Draws,
  { checkpoint, job }: Kept,
  onShare: (share: number) => void,
): EncoderWeights {
  // The cast: the digest says that what is read is what was written here.
  const before = checkpoint?.read(job) as EncoderWeights | EncoderState | undefined;
  if (before !== undefined && "scales" in before) return before;
  const { products } = prepared.ranking;
  const options = encoderOptions(products);
  const begin: Begin = (learned) => {
    const pulls = pullsOfText(prepared) ?? pullsOfNear(learned, products);
    return propagated(pulls, products, ENCODER.width, NORM, draws("vectors"));
  };
  const onEpoch = (epoch: number, _loss: number, _heldOut: number, state: () => EncoderState): void => {
    checkpoint?.write(job, state());
    onShare(epoch / options.maxEpochs);
  };
  const trained = trainEncoder(sequences, products, begin, options, draws, onEpoch, before);
  const [items, ...arrays] = trained.arrays as readonly [Float32Array, ...Float32Array[]];
  const weights = { ...quantised(withUnseen(prepared, sequences, items)), arrays };
  checkpoint?.write(job, weights);
  return weights;
}

/** Undefined where no product is like another by text. */
function pullsOfText({ channels }: Prepared): Pulls | undefined {
  const text = channels.find(({ name }) => name === "text");
  if (text === undefined || text.forward.targets.length === 0) return undefined;
  const { offsets, targets, codes } = text.forward;
  return {
    offsets,
    targets,
    weights: Float32Array.from(codes, (code) => (PULL * text.forwardWeights[code]!) / text.strongest),
  };
}

/**
 * Products that no shopper met stand where their neighbours by content do: first those next to products that were met, then those next to these, and so on.
 * What is like nothing of that kind stays where it began.
 */
function withUnseen(prepared: Prepared, sequences: readonly (readonly Token[])[], vectors: Float32Array): Float32Array {
  const { width } = ENCODER;
  const text = prepared.channels.find(({ name }) => name === "text");
  const placed = new Uint8Array(prepared.ranking.products);
  for (const stays of sequences) for (const { item } of stays) placed[item] = 1;
  const all = vectors.slice();
  if (text === undefined) return all;
  const { offsets, targets, codes } = text.forward;
  const meanOf = (item: number): Float32Array | undefined => {
    const mean = new Float32Array(width);
    let sum = 0;
    for (let edge = offsets[item]!; edge < offsets[item + 1]!; edge++) {
      const other = targets[edge]!;
      if (!placed[other]) continue;
      const weight = text.forwardWeights[codes[edge]!]!;
      sum += weight;
      for (let d = 0; d < width; d++) mean[d]! += weight * all[other * width + d]!;
    }
    return sum > 0 ? mean.map((value) => value / sum) : undefined;
  };
  let open = [...placed.keys()].filter((item) => !placed[item]);
  while (open.length > 0) {
    const found = open.flatMap((item) => {
      const mean = meanOf(item);
      return mean === undefined ? [] : [{ item, mean }];
    });
    if (found.length === 0) break;
    for (const { item, mean } of found) {
      all.set(mean, item * width);
      placed[item] = 1;
    }
    open = open.filter((item) => !placed[item]);
  }
  return all;
}
