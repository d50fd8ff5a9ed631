import type { Learning } from "../compiler/train/learn.ts";
import type { Prepared } from "../src/core/rank/prepared.ts";
import { type Ablation, ablate } from "./ablation.ts";
import { type Cold, type ColdOptions, coldStart } from "./cold.ts";
import { type LearningCurve, learningCurve } from "./curve.ts";
import type { Dataset } from "./data/dataset.ts";
import { sampledDataset } from "./data/sampled.ts";
import { type DiversityCost, diversityCost } from "./diversity-cost.ts";
import { learnFrom } from "./learn-from.ts";
import { type Accuracy, accuracyOf } from "./metrics/accuracy.ts";
import { type ListFigures, listFigures } from "./metrics/lists.ts";
import { byFrequency, byLength, type Slices } from "./metrics/slices.ts";
import { type NeighbourRow, neighbourTable } from "./neighbours.ts";
import { observe } from "./observe.ts";
import { inCanonicalOrder } from "./order.ts";
import { trainingCounts } from "./popularity.ts";
import type { Protocol } from "./protocol.ts";
import { questionsOf, sampled, shoppersOf } from "./questions.ts";
import { inklingOf, type Scorer, scorerOf } from "./scorer.ts";
import { compileModel, systemOf } from "./system.ts";

/** The seed draws samples, hidden products, bootstraps and trainings; nothing else is drawn. */
export interface EvaluationOptions extends ColdOptions {
  /** The most questions asked; Infinity for all. */
  readonly sample: number;
  /** Whether to measure 8, 16, 32 and 64 neighbours as well. */
  readonly table: boolean;
  /** Whether to ask shoppers with long histories by their last events alone as well. */
  readonly curve: boolean;
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
  /** Undefined unless asked for; "additive" without learned parts, "learned" with them. */
  readonly learningCurve: LearningCurve | undefined;
}

/** Parts are measured on at most so many questions: enough for intervals of about .002. */
const ABLATION_CASES = 8_000;

/** Builds the pack, asks every question of the protocol, and sums up. The same options give the same figures. */
export async function evaluate(whole: Dataset, options: EvaluationOptions): Promise<Evaluation> {
  const { neighbours, seed, onProgress } = options;
  const dataset = sampledDataset(inCanonicalOrder(whole), options);
  const { products, protocol } = dataset;
  const model = compileModel(products, protocol.training, options);
  const learning = options.train ? await learnFrom(model, protocol, options) : undefined;
  const system = systemOf(model, neighbours, learning?.learned);
  const { prepared } = system;
  const questions = questionsOf(prepared, protocol.cases);
  const observed = observe(prepared, questions, protocol, (share) => onProgress("questions", share));
  const popularity = trainingCounts(inklingOf(prepared, protocol), protocol.training);
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
      cold: await coldStart(dataset, prepared, questions, observed.ranks, options),
    },
    parts: ablate(prepared, sampled(questions, ABLATION_CASES, seed), protocol, seed, learning?.plain, (share) =>
      onProgress("parts", share),
    ),
    learning: learning && { reason: learning.reason, heldOut: learning.heldOut },
    rankingBytes: system.rankingBytes,
    modelBytes: system.modelBytes,
    neighbourTable: options.table ? neighbourTable(dataset, options) : undefined,
    learningCurve: options.curve
      ? learningCurve(curveScorers(prepared, protocol), questions, protocol, seed, (share) =>
          onProgress("curve", share),
        )
      : undefined,
  };
}

function curveScorers(prepared: Prepared, protocol: Protocol): Readonly<Record<string, Scorer>> {
  const additive = scorerOf({ ...prepared, learned: undefined }, protocol);
  return prepared.learned === undefined ? { additive } : { additive, learned: scorerOf(prepared, protocol) };
}
