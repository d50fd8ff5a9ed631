import type { ItemIndex } from "../src/core/brands.ts";
import type { Prepared } from "../src/core/rank/prepared.ts";
import type { Protocol } from "./protocol.ts";
import type { Resolver } from "./questions.ts";
import { scoreHistory } from "./system.ts";

/** Scores of all products for a shopper who met these, in time order. The array is a fresh one. */
export type Scorer = (history: readonly ItemIndex[]) => Float32Array;

/** A recommender that is ready to be asked: Inkling or a rival. */
export interface Contender {
  readonly aliases: Resolver;
  readonly products: number;
  readonly scorer: Scorer;
}

/** Inkling with this pack. */
export const scorerOf =
  (prepared: Prepared, { stepMs }: Pick<Protocol, "stepMs">): Scorer =>
  (history) =>
    scoreHistory(prepared, history, stepMs).total;

export function inklingOf(prepared: Prepared, protocol: Pick<Protocol, "stepMs">): Contender {
  return {
    aliases: prepared.aliases,
    products: prepared.ranking.products,
    scorer: scorerOf(prepared, protocol),
  };
}
