import { type Gap, pairedGap } from "./bootstrap.ts";
import type { Dataset } from "./data/dataset.ts";
import { type Accuracy, accuracyOf, ndcgAt } from "./metrics/accuracy.ts";
import { ranksOf } from "./observe.ts";
import { questionsOf, shoppersOf } from "./questions.ts";
import { scorerOf } from "./scorer.ts";
import { compileModel, type ModelOptions, systemOf } from "./system.ts";

export const NEIGHBOUR_COUNTS: readonly number[] = [8, 16, 32, 64];

/** One row of the table that a shop chooses `--neighbours` by. */
export interface NeighbourRow extends Accuracy {
  readonly neighbours: number;
  /** Size of the ranking section, uncompressed. */
  readonly rankingBytes: number;
  /** NDCG@10 against the row above; undefined in the first. */
  readonly gap: Gap | undefined;
}

/** The same shop with ever more neighbours. Compiled once with the most, then cut, as the compiler cuts to fit a size. */
export function neighbourTable(
  { products, protocol }: Dataset,
  options: Omit<ModelOptions, "neighbours"> & { readonly seed: number },
): NeighbourRow[] {
  const model = compileModel(products, protocol.training, { ...options, neighbours: Math.max(...NEIGHBOUR_COUNTS) });
  let above: Float64Array | undefined;
  return NEIGHBOUR_COUNTS.map((neighbours) => {
    const { prepared, rankingBytes } = systemOf(model, neighbours);
    const questions = questionsOf(prepared, protocol.cases);
    const ranks = ranksOf(scorerOf(prepared, protocol), questions, protocol, (share) =>
      options.onProgress(`${neighbours} neighbours`, share),
    );
    const gains = ranks.map((rank) => ndcgAt(rank, 10));
    const gap =
      above &&
      pairedGap(
        gains.map((gain, at) => gain - above![at]!),
        shoppersOf(questions),
        options.seed,
      );
    above = gains;
    return { neighbours, rankingBytes, ...accuracyOf(ranks), gap };
  });
}
