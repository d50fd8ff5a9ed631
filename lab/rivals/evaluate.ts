import { InklingError } from "../../src/core/errors.ts";
import { type LearningCurve, learningCurve } from "../curve.ts";
import type { Dataset } from "../data/dataset.ts";
import { sampledDataset } from "../data/sampled.ts";
import { type Accuracy, accuracyOf } from "../metrics/accuracy.ts";
import { type Exposure, exposureOf } from "../metrics/lists.ts";
import { byFrequency, byLength, type Slices } from "../metrics/slices.ts";
import { answersOf } from "../observe.ts";
import { inCanonicalOrder } from "../order.ts";
import { trainingCounts } from "../popularity.ts";
import type { Protocol } from "../protocol.ts";
import { questionsOf, shoppersOf } from "../questions.ts";
import type { Contender } from "../scorer.ts";
import { numbered } from "./numbered.ts";
import { RIVALS, type RivalName } from "./rivals.ts";

/** A rival cannot be run on this dataset. */
export class RivalError extends InklingError {
  static override readonly code: string = "rival";
}

export interface RivalEvaluationOptions {
  /** For what a rival draws, samples and bootstraps. */
  readonly seed: number;
  /** The most questions asked; Infinity for all. */
  readonly sample: number;
  readonly curve: boolean;
  readonly onProgress: (stage: string, share: number) => void;
}

/** The figures that make sense without a pack, as in `Evaluation`. */
export interface RivalEvaluation extends Accuracy, Exposure {
  readonly protocol: Protocol["name"];
  readonly users: number;
  readonly items: number;
  readonly slices: { readonly history: Slices; readonly frequency: Slices };
  readonly learningCurve: LearningCurve | undefined;
}

/** Trains a rival on the training part. Throws RivalError where the catalogue is too large for it. */
export function contenderOf(
  dataset: Dataset,
  name: RivalName,
  options: Pick<RivalEvaluationOptions, "seed" | "onProgress">,
): Contender {
  const { aliases, part } = numbered(dataset);
  const reason = RIVALS[name].refusal(part.products);
  if (reason !== undefined) throw new RivalError(`${name} is skipped: ${reason}`);
  return { aliases, products: part.products, scorer: RIVALS[name].train(part, options) };
}

/** Asks a rival the questions that Inkling is asked. The same options give the same figures. */
export function evaluateRival(whole: Dataset, name: RivalName, options: RivalEvaluationOptions): RivalEvaluation {
  const { seed, onProgress } = options;
  const dataset = sampledDataset(inCanonicalOrder(whole), options);
  const { protocol } = dataset;
  const contender = contenderOf(dataset, name, options);
  const questions = questionsOf(contender, protocol.cases);
  const { ranks, lists } = answersOf(contender, questions, protocol, (share) => onProgress("questions", share));
  const popularity = trainingCounts(contender, protocol.training);
  const { scorer, products } = contender;
  return {
    protocol: protocol.name,
    users: new Set(shoppersOf(questions)).size,
    items: products,
    ...accuracyOf(ranks),
    ...exposureOf(lists, products, popularity),
    slices: { history: byLength(questions, ranks), frequency: byFrequency(questions, ranks, popularity) },
    learningCurve: options.curve
      ? learningCurve({ [name]: scorer }, questions, protocol, seed, (share) => onProgress("curve", share))
      : undefined,
  };
}
