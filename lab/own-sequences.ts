import { createSlopes } from "../compiler/train/slopes.ts";
import { untimed } from "../compiler/train/stays.ts";
import type { ItemIndex } from "../src/core/brands.ts";
import { FEATURES, featuresOf } from "../src/core/rank/features.ts";
import { interestOf } from "../src/core/rank/interest.ts";
import { bestOf } from "../src/core/rank/learned.ts";
import type { Prepared, PreparedLearned } from "../src/core/rank/prepared.ts";
import { plainProduct } from "../src/core/rank/product.ts";
import { scoreAll } from "../src/core/rank/score.ts";
import { topOf } from "../src/core/rank/top.ts";
import { touchesOf } from "../src/core/rank/touches.ts";
import type { ChoiceList } from "../src/core/rank/tuning/lists.ts";
import { zeroHead } from "../src/core/rank/tuning/zero-head.ts";
import { STEP, type Trained, trainOnDevice } from "../workers/model/tune.ts";
import { type Gap, pairedGap } from "./bootstrap.ts";
import type { Dataset } from "./data/dataset.ts";
import { accuracyOf, ndcgAt } from "./metrics/accuracy.ts";
import { ranksOf } from "./observe.ts";
import { inCanonicalOrder } from "./order.ts";
import { type Question, questionsOf, sampled, shoppersOf } from "./questions.ts";
import { seededRandom } from "./random.ts";
import { scorerOf } from "./scorer.ts";
import { compileModel, START_MS, systemOf } from "./system.ts";

/** What training on each user's own sequence does to the answers to their questions. */
export interface OwnSequences {
  readonly users: number;
  readonly outcomes: Readonly<Record<Trained["outcome"], number>>;
  /** NDCG@10 of the shipped ranking, and by how much the trained is better. */
  readonly ndcg10: number;
  readonly gain: Gap;
}

export interface OwnSequencesOptions {
  readonly neighbours: number;
  /** The most users asked; Infinity for all. */
  readonly sample: number;
  readonly seed: number;
  readonly onProgress: (stage: string, share: number) => void;
}

/** Products of a made-up shelf, and steps of a sequence that are looked at: the latest. */
const SHOWN = 20;
const STEPS = 100;

/**
 * Trains a device a user, as a shop without a trained head has them, on the steps of the user's own sequence, and asks the protocol's question
 * before and after. No log says what was shown: a step is taken as a choice among the twenty products that the shipped ranking would have shown
 * then. What came next without being among them was found elsewhere, and teaches nothing. Every place counts alike.
 */
export async function ownSequences(dataset: Dataset, options: OwnSequencesOptions): Promise<OwnSequences> {
  const { products, protocol } = inCanonicalOrder(dataset);
  const { seed, neighbours, onProgress } = options;
  const model = compileModel(products, protocol.training, { neighbours, train: false, useHistory: true, onProgress });
  const { prepared } = systemOf(model, neighbours);
  const questions = questionsOf(prepared, sampled(protocol.cases, options.sample, seed));
  const before = ranksOf(scorerOf(prepared, protocol), questions, protocol, () => {});
  const after = new Float64Array(questions.length);
  const outcomes = { accepted: 0, reverted: 0, "too-few": 0 };
  const slopesOf = createSlopes(FEATURES.length, STEP * SHOWN);
  for (const [index, question] of questions.entries()) {
    const random = seededRandom(seed + index);
    const lists = choicesIn(prepared, question, protocol.stepMs);
    const next = (): number => random.next();
    const trained = await trainOnDevice({ head: zeroHead(), lists, slopesOf, random: next, pause: async () => {} });
    outcomes[trained.outcome]++;
    after[index] =
      trained.head === undefined
        ? before[index]!
        : ranksOf(scorerOf(withTuned(prepared, trained.head), protocol), [question], protocol, () => {})[0]!;
    onProgress("users' own training", index / questions.length);
  }
  const gains = after.map((rank, index) => ndcgAt(rank, 10) - ndcgAt(before[index]!, 10));
  return {
    users: questions.length,
    outcomes,
    ndcg10: accuracyOf(before).ndcg10,
    gain: pairedGap(gains, shoppersOf(questions), seed),
  };
}

/** The same for people. */
export function ownSentence({ users, outcomes, ndcg10, gain: { gain, low, high } }: OwnSequences): string {
  const came = `${outcomes.accepted} accepted, ${outcomes.reverted} reverted, ${outcomes["too-few"]} with too little`;
  const change = [gain, low, high].map((value) => value.toFixed(5));
  return `Training on the device, ${users} users: ${came}. NDCG@10 ${ndcg10.toFixed(4)}, changed by ${change[0]} (${change[1]} to ${change[2]})`;
}

function withTuned(prepared: Prepared, tuned: NonNullable<PreparedLearned["tuned"]>): Prepared {
  return { ...prepared, learned: { head: undefined, tuned, encoder: undefined, product: plainProduct } };
}

function choicesIn(prepared: Prepared, { history }: Question, stepMs: number): ChoiceList[] {
  const lists: ChoiceList[] = [];
  for (let place = Math.max(1, history.length - STEPS); place < history.length; place++) {
    const now = START_MS + place * stepMs;
    const met = history.slice(0, place);
    const events = met.map((item, step) => ({ item, kind: "view" as const, at: START_MS + step * stepMs }));
    const interest = interestOf(prepared, untimed(touchesOf(events)), [], now);
    const scores = scoreAll(prepared, interest, new Map());
    const next = history[place]!;
    const shown = shownAt(scores.total, met);
    if (!shown.includes(next)) continue;
    const candidates = [next, ...shown.filter((item) => item !== next)];
    lists.push({
      at: now,
      values: featuresOf({ prepared, interest, scores, best: bestOf(scores.total), encoded: undefined }, candidates),
      base: Float32Array.from(candidates, (item) => scores.total[item]! / prepared.unit),
      weight: 1,
    });
  }
  return lists;
}

/** The best of those that the user has not met. */
function shownAt(total: Float32Array, met: readonly ItemIndex[]): number[] {
  const seen = new Set<number>(met);
  return topOf([...total.keys()], (item) => (seen.has(item) ? Number.NEGATIVE_INFINITY : total[item]!), SHOWN);
}
