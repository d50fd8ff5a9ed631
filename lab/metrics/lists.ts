import type { Prepared } from "../../src/core/rank/prepared.ts";
import { diversityOf } from "./diversity.ts";
import { coverageOf, exposures, giniOf, meanOver, popularityRanks } from "./exposure.ts";

/** What lists of ten look like, whatever was asked. */
export interface ListFigures {
  /** Share of products that stand in any list, 0 to 1. */
  readonly coverage10: number;
  /** How unequally products stand in lists: 0 all alike, near 1 always the same. */
  readonly gini: number;
  /** Intra-list diversity, 0 to 1. */
  readonly diversity: number;
  /** Mean place by popularity of what stands in lists; 1 is the most popular product. */
  readonly popularityRank: number;
}

/** `popularity` counts each product in the training part. */
export function listFigures(
  prepared: Prepared,
  lists: readonly (readonly number[])[],
  popularity: Uint32Array,
): ListFigures {
  const counts = exposures(lists, prepared.ranking.products);
  return {
    coverage10: coverageOf(counts),
    gini: giniOf(counts),
    diversity: diversityOf(prepared, lists),
    popularityRank: meanOver(lists, popularityRanks(popularity)),
  };
}
