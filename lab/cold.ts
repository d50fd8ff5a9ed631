import { join } from "node:path";
import type { Model } from "../compiler/model.ts";
import type { ItemIndex } from "../src/core/brands.ts";
import type { Learned } from "../src/core/catalogue/learned.ts";
import type { Prepared } from "../src/core/rank/prepared.ts";
import type { Dataset } from "./data/dataset.ts";
import { hasContent } from "./data/without-content.ts";
import { type LearnFromOptions, learnFrom } from "./learn-from.ts";
import { type Accuracy, accuracyOf } from "./metrics/accuracy.ts";
import { ranksOf } from "./observe.ts";
import { type Question, questionsOf } from "./questions.ts";
import { sampleOf, seededRandom } from "./random.ts";
import { scorerOf } from "./scorer.ts";
import { compileModel, systemOf } from "./system.ts";

/** Questions whose target the history never mentions, because it was hidden there. */
export interface Cold {
  /** Products hidden from the training part, a tenth of all. */
  readonly items: number;
  readonly hidden: Accuracy;
  /** The same with encoder and head, trained on what is left; undefined unless asked for. */
  readonly learned: Accuracy | undefined;
  /** The same questions by content alone: no product has a history. */
  readonly content: Accuracy;
  /** The same questions with nothing hidden, to compare. */
  readonly shown: Accuracy;
}

export interface ColdOptions extends LearnFromOptions {
  /** Whether encoder and head are trained on what is left as well, which takes as long as the first training. */
  readonly cold: boolean;
}

const HIDDEN_SHARE = 0.1;

/**
 * Builds the pack once more with a tenth of the products left out of the training part, as if they had arrived today,
 * and asks the questions that aim at these. Undefined where that says nothing: without a history there is nothing to hide
 * from, and of a product known by nothing but its id nothing can be said before it is seen. `ranks` are those of
 * `questions` with nothing hidden.
 */
export async function coldStart(
  { products, protocol }: Dataset,
  prepared: Prepared,
  questions: readonly Question[],
  ranks: Float64Array,
  options: ColdOptions,
): Promise<Cold | undefined> {
  if (!options.useHistory || !hasContent(products)) return undefined;
  const hidden = hiddenItems(prepared, options.seed);
  const aimed = [...questions.keys()].filter((index) => isIn(hidden, questions[index]!.target));
  if (aimed.length === 0) return undefined;
  const training = protocol.training.map((items) =>
    items.filter((item) => !isIn(hidden, prepared.aliases.resolve(item))),
  );
  const cases = aimed.map((index) => questions[index]!.asked);
  const accuracy = (model: Model, learned?: Learned): Accuracy => {
    const one = systemOf(model, options.neighbours, learned).prepared;
    return accuracyOf(ranksOf(scorerOf(one, protocol), questionsOf(one, cases), protocol, () => {}));
  };
  const colder = compileModel(products, training, options);
  const learning = options.train && options.cold ? await learnFrom(colder, protocol, beside(options)) : undefined;
  return {
    items: hidden.size,
    hidden: accuracy(colder),
    learned: learning?.learned && accuracy(colder, learning.learned),
    content: accuracy(compileModel(products, training, { ...options, useHistory: false })),
    shown: accuracyOf(aimed.map((index) => ranks[index]!)),
  };
}

/** Keeps what it trains in a folder within the other training's. */
function beside(options: ColdOptions): LearnFromOptions {
  return { ...options, checkpoint: options.checkpoint && join(options.checkpoint, "cold") };
}

/** Drawn by canonical number, so that the ids do not matter. */
function hiddenItems({ ranking: { products } }: Prepared, seed: number): Set<number> {
  return new Set(sampleOf(products, Math.round(HIDDEN_SHARE * products), seededRandom(seed)));
}

const isIn = (hidden: ReadonlySet<number>, item: ItemIndex | undefined): boolean =>
  item !== undefined && hidden.has(item);
