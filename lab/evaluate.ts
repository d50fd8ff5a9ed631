import type { Model } from "../compiler/model.ts";
import { type Learning, learn } from "../compiler/train/learn.ts";
import type { Prepared } from "../src/core/rank/prepared.ts";
import { type Ablation, ablate } from "./ablation.ts";
import { type Cold, coldStart } from "./cold.ts";
import type { Dataset } from "./data/dataset.ts";
import { type DiversityCost, diversityCost } from "./diversity-cost.ts";
import { type Accuracy, accuracyOf } from "./metrics/accuracy.ts";
import { type ListFigures, listFigures } from "./metrics/lists.ts";
import { byFrequency, byLength, type Slices } from "./metrics/slices.ts";
import { type NeighbourRow, neighbourTable } from "./neighbours.ts";
import { observe } from "./observe.ts";
import { inCanonicalOrder } from "./order.ts";
import type { Protocol } from "./protocol.ts";
import { questionsOf, sampled, shoppersOf } from "./questions.ts";
import { compileModel, type ModelOptions, systemOf } from "./system.ts";

export interface EvaluationOptions extends ModelOptions {
  /** For samples, hidden products and bootstraps; nothing else is drawn. */
  readonly seed: number;
  /** The most questions asked; Infinity for all. */
  readonly sample: number;
  /** Whether to measure 8, 16, 32 and 64 neighbours as well. */
  readonly table: boolean;
  /** Trainings at once; undefined for as many as there are cores. */
  readonly threads?: number | undefined;
  /** The folder that keeps what was trained, for the next evaluation with the same options; undefined for none. */
  readonly checkpoint?: string | undefined;
  /** Hears, in a sentence, what of a checkpoint could not be used or kept. */
  readonly onNote: (note: string) => void;
}

export interface Evaluation extends Accuracy, ListFigures {
  readonly protocol: Protocol["name"];
  /** Users or sessions asked about. */
  readonly users: number;
  readonly items: number;
  readonly diversityCost: DiversityCost;
  readonly slices: {
    readonly history: Slices;
    readonly frequency: Slices;
    /** Undefined without content. */
    readonly cold: Cold | undefined;
  };
  readonly parts: Ablation;
  /** What training came to; undefined unless asked for. */
  readonly learning: Pick<Learning, "reason" | "heldOut"> | undefined;
  /** Sizes of the ranking and model sections, uncompressed. */
  readonly rankingBytes: number;
  readonly modelBytes: number;
  /** Undefined unless asked for. */
  readonly neighbourTable: readonly NeighbourRow[] | undefined;
}

/** Parts are measured on at most so many questions: enough for intervals of about .002. */
const ABLATION_CASES = 8_000;

/** Builds the pack, asks every question of the protocol, and sums up. The same options give the same figures. */
export async function evaluate(whole: Dataset, options: EvaluationOptions): Promise<Evaluation> {
  const { neighbours, seed, onProgress } = options;
  const dataset = drawn(inCanonicalOrder(whole), options);
  const { products, protocol } = dataset;
  const model = compileModel(products, protocol.training, options);
  const learning = options.train ? await learnFrom(model, protocol, options) : undefined;
  const system = systemOf(model, neighbours, learning?.learned);
  const { prepared } = system;
  const questions = questionsOf(prepared, protocol.cases);
  const observed = observe(prepared, questions, protocol, (share) => onProgress("questions", share));
  const popularity = trainingCounts(prepared, protocol.training);
  return {
    protocol: protocol.name,
    users: new Set(shoppersOf(questions)).size,
    items: prepared.ranking.products,
    ...accuracyOf(observed.ranks),
    ...listFigures(prepared, observed.lists, popularity),
    diversityCost: diversityCost(prepared, questions, observed),
    slices: {
      history: byLength(questions, observed.ranks),
      frequency: byFrequency(questions, observed.ranks, popularity),
      cold: coldStart(dataset, prepared, questions, observed.ranks, options),
    },
    parts: ablate(prepared, sampled(questions, ABLATION_CASES, seed), protocol, seed, learning?.plain, (share) =>
      onProgress("parts", share),
    ),
    learning: learning && { reason: learning.reason, heldOut: learning.heldOut },
    rankingBytes: system.rankingBytes,
    modelBytes: system.modelBytes,
    neighbourTable: options.table ? neighbourTable(dataset, options) : undefined,
  };
}

const learnFrom = (model: Model, { stepMs }: Protocol, options: EvaluationOptions): Promise<Learning> =>
  learn(model, { ...options, minShoppers: 1, stepMs });

function drawn({ products, protocol }: Dataset, { sample, seed }: EvaluationOptions): Dataset {
  return { products, protocol: { ...protocol, cases: sampled(protocol.cases, sample, seed) } };
}

/** How often each product stands in the training part, whether or not the pack was given it. */
function trainingCounts({ aliases, ranking }: Prepared, training: Protocol["training"]): Uint32Array {
  const counts = new Uint32Array(ranking.products);
  for (const items of training) {
    for (const id of items) {
      const item = aliases.resolve(id);
      if (item !== undefined) counts[item]!++;
    }
  }
  return counts;
}
