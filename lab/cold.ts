import type { ItemIndex } from "../src/core/brands.ts";
import type { Prepared } from "../src/core/rank/prepared.ts";
import type { Dataset } from "./data/dataset.ts";
import { hasContent } from "./data/without-content.ts";
import { type Accuracy, accuracyOf } from "./metrics/accuracy.ts";
import { ranksOf } from "./observe.ts";
import { type Question, questionsOf } from "./questions.ts";
import { sampleOf, seededRandom } from "./random.ts";
import { scorerOf } from "./scorer.ts";
import { compileModel, type ModelOptions, systemOf } from "./system.ts";

/** Questions whose target the history never mentions, because it was hidden there. */
export interface Cold {
  /** Products hidden from the training part, a tenth of all. */
  readonly items: number;
  readonly hidden: Accuracy;
  /** The same questions with nothing hidden, to compare. */
  readonly shown: Accuracy;
}

const HIDDEN_SHARE = 0.1;

/**
 * Builds the pack once more with a tenth of the products left out of the training part, as if they had arrived today,
 * and asks the questions that aim at these. Undefined where that says nothing: without a history there is nothing to hide
 * from, and of a product known by nothing but its id nothing can be said before it is seen. `ranks` are those of
 * `questions` with nothing hidden.
 */
export function coldStart(
  { products, protocol }: Dataset,
  prepared: Prepared,
  questions: readonly Question[],
  ranks: Float64Array,
  options: ModelOptions & { readonly seed: number },
): Cold | undefined {
  if (!options.useHistory || !hasContent(products)) return undefined;
  const hidden = hiddenItems(prepared, options.seed);
  const aimed = [...questions.keys()].filter((index) => isIn(hidden, questions[index]!.target));
  if (aimed.length === 0) return undefined;
  const training = protocol.training.map((items) =>
    items.filter((item) => !isIn(hidden, prepared.aliases.resolve(item))),
  );
  const colder = systemOf(compileModel(products, training, options), options.neighbours).prepared;
  const cases = aimed.map((index) => questions[index]!.asked);
  return {
    items: hidden.size,
    hidden: accuracyOf(ranksOf(scorerOf(colder, protocol), questionsOf(colder, cases), protocol, () => {})),
    shown: accuracyOf(aimed.map((index) => ranks[index]!)),
  };
}

/** Drawn by canonical number, so that the ids do not matter. */
function hiddenItems({ ranking: { products } }: Prepared, seed: number): Set<number> {
  return new Set(sampleOf(products, Math.round(HIDDEN_SHARE * products), seededRandom(seed)));
}

const isIn = (hidden: ReadonlySet<number>, item: ItemIndex | undefined): boolean =>
  item !== undefined && hidden.has(item);
