/** Means over questions, each of which has one right answer. */
export interface Accuracy {
  readonly cases: number;
  /** Share of targets among the first ten, 0 to 1. */
  readonly hr10: number;
  /** 1 / log2(1 + rank) within the first ten, 0 to 1. */
  readonly ndcg10: number;
  /** Share of targets among the first twenty, in per cent. Sessions' papers call it P@20. */
  readonly p20: number;
  /** 1 / rank within the first twenty, in per cent. */
  readonly mrr20: number;
}

/** The gain of one question: `rank` is 1 for the best, infinite when the target is unknown. */
export const hitAt = (rank: number, n: number): number => (rank <= n ? 1 : 0);
export const ndcgAt = (rank: number, n: number): number => (rank <= n ? 1 / Math.log2(1 + rank) : 0);
export const reciprocalAt = (rank: number, n: number): number => (rank <= n ? 1 / rank : 0);

export function accuracyOf(ranks: ArrayLike<number>): Accuracy {
  const mean = (gain: (rank: number, n: number) => number, n: number): number => {
    let sum = 0;
    for (let index = 0; index < ranks.length; index++) sum += gain(ranks[index]!, n);
    return ranks.length === 0 ? 0 : sum / ranks.length;
  };
  return {
    cases: ranks.length,
    hr10: mean(hitAt, 10),
    ndcg10: mean(ndcgAt, 10),
    p20: 100 * mean(hitAt, 20),
    mrr20: 100 * mean(reciprocalAt, 20),
  };
}
