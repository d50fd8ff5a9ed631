import type { Prepared } from "../src/core/rank/prepared.ts";
import { accuracyOf } from "./metrics/accuracy.ts";
import { diversityOf } from "./metrics/diversity.ts";
import { type Observations, placesOf } from "./observe.ts";
import type { Question } from "./questions.ts";

/** What spreading near-duplicates apart takes from accuracy, measured on lists of ten. */
export interface DiversityCost {
  /** Share of NDCG@10 lost: .02 is 2 %. Below zero it gains. */
  readonly share: number;
  /** NDCG@10 of the shelves as shown. */
  readonly ndcg10: number;
  /** Their intra-list diversity. */
  readonly diversity: number;
}

export function diversityCost(
  prepared: Prepared,
  questions: readonly Question[],
  { lists, shelves }: Observations,
): DiversityCost {
  const plain = accuracyOf(placesOf(questions, lists)).ndcg10;
  const { ndcg10 } = accuracyOf(placesOf(questions, shelves));
  return { share: plain === 0 ? 0 : 1 - ndcg10 / plain, ndcg10, diversity: diversityOf(prepared, shelves) };
}
