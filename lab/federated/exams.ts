import type { Prepared } from "../../src/core/rank/prepared.ts";
import { sharedHead } from "../../src/core/rank/shared-head.ts";
import { createGemm } from "../../workers/kernels/gemm/gemm.ts";
import { createProduct } from "../../workers/kernels/gemm/product.ts";
import { ndcgAt } from "../metrics/accuracy.ts";
import type { Split } from "../protocol.ts";
import { type Exam, examOf, rankUnder } from "./exam.ts";
import { resolved } from "./fleet.ts";
import type { Halves } from "./halves.ts";

/** A question to each of these shoppers: the last item on test, the one before it on validation. */
export function examsOf(
  prepared: Prepared,
  { sequences, stepMs }: Halves,
  shoppers: readonly number[],
  split: Split,
  onShare: (share: number) => void,
): readonly Exam[] {
  const back = split === "test" ? 1 : 2;
  return shoppers.map((shopper, at) => {
    if (at % 100 === 0) onShare(at / shoppers.length);
    const items = sequences[shopper]!;
    const [target] = resolved(prepared, items.slice(-back).slice(0, 1));
    return examOf(prepared, resolved(prepared, items.slice(0, -back)), target, stepMs);
  });
}

/** The targets' places under the weights of a model. */
export function ranksUnder(exams: readonly Exam[], weights: ArrayLike<number>): Float64Array {
  const head = sharedHead(weights);
  const product = createProduct(createGemm());
  return Float64Array.from(exams, (exam) => rankUnder(exam, head, product));
}

/** Mean NDCG@10. */
export const qualityOf = (exams: readonly Exam[], weights: ArrayLike<number>): number =>
  ranksUnder(exams, weights).reduce((sum, rank) => sum + ndcgAt(rank, 10), 0) / exams.length;
