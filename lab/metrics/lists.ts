import type { Prepared } from "../../src/core/rank/prepared.ts";
import { diversityOf } from "./diversity.ts";
import { coverageOf, exposures, giniOf, meanOver, popularityRanks } from "./exposure.ts";

/** What stands in lists of ten, whatever was asked. */
export interface Exposure {
  /** Share of products that stand in any list, 0 to 1. */
  readonly coverage10: number;
  /** How unequally products stand in lists: 0 all alike, near 1 always the same. */
  readonly gini: number;
  /** Mean place by popularity of what stands in lists; 1 is the most popular product. */
  readonly popularityRank: number;
}

export interface ListFigures extends Exposure {
  /** Intra-list diversity, 0 to 1. */
  readonly diversity: number;
}

/** `popularity` counts each product in the training part. */
export function exposureOf(lists: readonly (readonly number[])[], products: number, popularity: Uint32Array): Exposure {
  const counts = exposures(lists, products);
  return {
    coverage10: coverageOf(counts),
    gini: giniOf(counts),
    popularityRank: meanOver(lists, popularityRanks(popularity)),
  };
}

export function listFigures(
  prepared: Prepared,
  lists: readonly (readonly number[])[],
  popularity: Uint32Array,
): ListFigures {
  return { ...exposureOf(lists, prepared.ranking.products, popularity), diversity: diversityOf(prepared, lists) };
}
