import { diversify, relevanceBeside } from "../src/core/rank/diversify.ts";
import type { Prepared } from "../src/core/rank/prepared.ts";
import type { Scores } from "../src/core/rank/score.ts";
import { topOf } from "../src/core/rank/top.ts";
import { placeIn, rankOf } from "./metrics/rank.ts";
import type { Protocol } from "./protocol.ts";
import type { Question } from "./questions.ts";
import { scoreHistory } from "./system.ts";

/** The part of a protocol that says how a question is scored. */
export type Rules = Pick<Protocol, "maskHistory" | "stepMs">;

/** What one system answered to every question, in their order. */
export interface Observations {
  /** Place of the target among all products, 1 for the best; ties count half; infinite when it is unknown. */
  readonly ranks: Float64Array;
  /** The first ten by score. */
  readonly lists: readonly (readonly number[])[];
  /** The ten that a shelf shows: spread by maximal marginal relevance. */
  readonly shelves: readonly (readonly number[])[];
}

const LIST = 10;
/** A shelf of n is chosen among the first 4 n, as src/core/rank/rank.ts does. */
const CHOICE = 4;
const STEPS = 100;

/** Scores every question and keeps ranks and lists. */
export function observe(
  prepared: Prepared,
  questions: readonly Question[],
  rules: Rules,
  onShare: (share: number) => void,
): Observations {
  const ranks = new Float64Array(questions.length);
  const lists: number[][] = [];
  const shelves: number[][] = [];
  const items = Uint32Array.from({ length: prepared.ranking.products }, (_, item) => item);
  visit(prepared, questions, rules, onShare, (index, { total, logitsPerUnit }) => {
    const best = topOf(items, (item) => total[item]!, CHOICE * LIST);
    const relevance = relevanceBeside(total[best[0]!]!, logitsPerUnit);
    ranks[index] = rankIn(total, questions[index]!);
    lists.push(best.slice(0, LIST));
    shelves.push(diversify(prepared, best, (item) => relevance(total[item]!), LIST));
  });
  return { ranks, lists, shelves };
}

/** Only the ranks of the targets, for comparisons of many systems. */
export function ranksOf(
  prepared: Prepared,
  questions: readonly Question[],
  rules: Rules,
  onShare: (share: number) => void,
): Float64Array {
  const ranks = new Float64Array(questions.length);
  visit(prepared, questions, rules, onShare, (index, { total }) => {
    ranks[index] = rankIn(total, questions[index]!);
  });
  return ranks;
}

/** Places of the targets in lists. */
export function placesOf(questions: readonly Question[], lists: readonly (readonly number[])[]): Float64Array {
  return Float64Array.from(questions, ({ target }, index) => placeIn(lists[index]!, target));
}

const rankIn = (scores: Float32Array, { target }: Question): number =>
  target === undefined ? Number.POSITIVE_INFINITY : rankOf(scores, target);

function visit(
  prepared: Prepared,
  questions: readonly Question[],
  { maskHistory, stepMs }: Rules,
  onShare: (share: number) => void,
  see: (index: number, scores: Scores) => void,
): void {
  const step = Math.max(1, Math.floor(questions.length / STEPS));
  questions.forEach(({ history, target }, index) => {
    const scores = scoreHistory(prepared, history, stepMs);
    if (maskHistory) for (const item of history) if (item !== target) scores.total[item] = Number.NEGATIVE_INFINITY;
    see(index, scores);
    if ((index + 1) % step === 0) onShare((index + 1) / questions.length);
  });
}
