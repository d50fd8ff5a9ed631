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
  /** Size of the ranking section, uncompressed. */
  readonly rankingBytes: number;
  /** Undefined unless asked for. */
  readonly neighbourTable: readonly NeighbourRow[] | undefined;
}

/** Parts are measured on at most so many questions: enough for intervals of about .002. */
const ABLATION_CASES = 8_000;

/** Builds the pack, asks every question of the protocol, and sums up. The same options give the same figures. */
export function evaluate(whole: Dataset, options: EvaluationOptions): Evaluation {
  const { neighbours, seed, onProgress } = options;
  const dataset = drawn(inCanonicalOrder(whole), options);
  const { products, protocol } = dataset;
  const system = systemOf(compileModel(products, protocol.training, options), neighbours);
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
    parts: ablate(prepared, sampled(questions, ABLATION_CASES, seed), protocol, seed, (share) =>
      onProgress("parts", share),
    ),
    rankingBytes: system.rankingBytes,
    neighbourTable: options.table ? neighbourTable(dataset, options) : undefined,
  };
}

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
