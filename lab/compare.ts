import { type Gap, pairedGap } from "./bootstrap.ts";
import type { Dataset } from "./data/dataset.ts";
import { sampledDataset } from "./data/sampled.ts";
import { hasContent, withoutContent } from "./data/without-content.ts";
import { learnFrom } from "./learn-from.ts";
import { type Accuracy, accuracyOf, ndcgAt } from "./metrics/accuracy.ts";
import { type Exposure, exposureOf } from "./metrics/lists.ts";
import { answersOf } from "./observe.ts";
import { inCanonicalOrder } from "./order.ts";
import { trainingCounts } from "./popularity.ts";
import type { Inputs } from "./published.ts";
import { questionsOf } from "./questions.ts";
import { contenderOf } from "./rivals/evaluate.ts";
import { RIVAL_NAMES, RIVALS } from "./rivals/rivals.ts";
import { type Contender, inklingOf } from "./scorer.ts";
import { compileModel, type ModelOptions, systemOf } from "./system.ts";

export interface CompareOptions extends Omit<ModelOptions, "useHistory"> {
  readonly seed: number;
  /** The most questions asked; Infinity for all. */
  readonly sample: number;
  readonly threads?: number | undefined;
  readonly checkpoint?: string | undefined;
  readonly onNote: (note: string) => void;
}

/** One system, run here on the same questions as the others. */
export interface Compared extends Accuracy, Exposure {
  readonly system: string;
  readonly inputs: Inputs;
  readonly seconds: number;
  /** NDCG@10 of the last of Inkling's rows less this one's, paired. */
  readonly gap: Gap;
}

export interface Comparison {
  readonly runs: readonly Compared[];
  /** Rivals that cannot be run here, and why. */
  readonly skipped: readonly { readonly system: string; readonly reason: string }[];
}

interface Entry {
  readonly system: string;
  readonly inputs: Inputs;
  readonly contender: () => Contender | Promise<Contender>;
}

/** Runs Inkling by each of its inputs and every rival that the catalogue is not too large for, one after the other. */
export async function compare(whole: Dataset, options: CompareOptions): Promise<Comparison> {
  const dataset = sampledDataset(inCanonicalOrder(whole), options);
  const { products } = dataset;
  const runnable = RIVAL_NAMES.filter((name) => RIVALS[name].refusal(products.length) === undefined);
  const inklings = inklingEntries(dataset, options);
  const entries = [
    ...inklings,
    ...runnable.map(
      (name): Entry => ({ system: name, inputs: "ids", contender: () => contenderOf(dataset, name, options) }),
    ),
  ];
  const runs: Run[] = [];
  for (const entry of entries) runs.push(await runOf(entry, dataset, options));
  const best = runs[inklings.length - 1]!.ranks;
  const shoppers = Uint32Array.from(dataset.protocol.cases, ({ shopper }) => shopper);
  return {
    runs: runs.map(({ ranks, row }) => {
      const differences = best.map((rank, at) => ndcgAt(rank, 10) - ndcgAt(ranks[at]!, 10));
      return { ...row, gap: pairedGap(differences, shoppers, options.seed) };
    }),
    skipped: RIVAL_NAMES.flatMap((system) => {
      const reason = RIVALS[system].refusal(products.length);
      return reason === undefined ? [] : [{ system, reason }];
    }),
  };
}

/** Inkling by less and by more, the most last. */
function inklingEntries(dataset: Dataset, options: CompareOptions): Entry[] {
  const entry = (
    system: string,
    inputs: Inputs,
    given: Dataset,
    use: Pick<ModelOptions, "useHistory" | "train">,
  ): Entry => ({
    system,
    inputs,
    contender: () => built(given, { ...options, ...use }),
  });
  const additive = { useHistory: true, train: false };
  const content = hasContent(dataset.products);
  return [
    ...(content ? [entry("Inkling, catalogue alone", "text", dataset, { useHistory: false, train: false })] : []),
    entry("Inkling, history alone", "ids", withoutContent(dataset), additive),
    ...(content ? [entry("Inkling", "both", dataset, additive)] : []),
    ...(options.train
      ? [entry("Inkling with learned parts", content ? "both" : "ids", dataset, { useHistory: true, train: true })]
      : []),
  ];
}

async function built(
  { products, protocol }: Dataset,
  options: CompareOptions & Pick<ModelOptions, "useHistory">,
): Promise<Contender> {
  const model = compileModel(products, protocol.training, options);
  const learned = options.train ? (await learnFrom(model, protocol, options)).learned : undefined;
  return inklingOf(systemOf(model, options.neighbours, learned).prepared, protocol);
}

interface Run {
  readonly ranks: Float64Array;
  readonly row: Omit<Compared, "gap">;
}

async function runOf(
  { system, inputs, contender }: Entry,
  { protocol }: Dataset,
  { onProgress }: CompareOptions,
): Promise<Run> {
  const started = performance.now();
  const ready = await contender();
  const { ranks, lists } = answersOf(ready, questionsOf(ready, protocol.cases), protocol, (share) =>
    onProgress(`questions to ${system}`, share),
  );
  const row = {
    system,
    inputs,
    ...accuracyOf(ranks),
    ...exposureOf(lists, ready.products, trainingCounts(ready, protocol.training)),
    seconds: (performance.now() - started) / 1000,
  };
  return { ranks, row };
}
