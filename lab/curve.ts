import { type Gap, pairedGap } from "./bootstrap.ts";
import { type Accuracy, accuracyOf, ndcgAt } from "./metrics/accuracy.ts";
import { ranksOf } from "./observe.ts";
import type { Protocol } from "./protocol.ts";
import { type Question, shoppersOf } from "./questions.ts";
import type { Scorer } from "./scorer.ts";

/** The last so many events of a history. Only shoppers with more than the most of them are asked about. */
export const CUTS: readonly number[] = [1, 2, 3, 5, 8, 13];

/** Of the NDCG@10 with all events, what is counted as enough. */
const ENOUGH = 0.9;

export interface CurvePoint extends Pick<Accuracy, "hr10" | "ndcg10"> {
  readonly events: number | "all";
  /** NDCG@10 of this cut less that of all events, paired. */
  readonly gap: Gap;
}

export interface Curve {
  readonly points: readonly CurvePoint[];
  /** The fewest events of the cuts with 90 % of the NDCG@10 of all. */
  readonly enough: number | "all";
}

/** How much of a shopper's history it takes. */
export interface LearningCurve {
  /** Questions with more than the most events of `CUTS`. */
  readonly cases: number;
  /** Events that these shoppers have, on average. */
  readonly meanEvents: number;
  /** By what was asked; empty without such questions. */
  readonly curves: Readonly<Record<string, Curve>>;
}

/**
 * Asks shoppers with long histories by their last events alone. What they are asked stays the same: where their own
 * earlier items are left out, all of them are.
 */
export function learningCurve(
  scorers: Readonly<Record<string, Scorer>>,
  questions: readonly Question[],
  rules: Pick<Protocol, "maskHistory">,
  seed: number,
  onShare: (share: number) => void,
): LearningCurve {
  const long = questions.filter(({ history }) => history.length > CUTS.at(-1)!);
  const names = long.length === 0 ? [] : Object.keys(scorers);
  const curves = names.map((name, at) => {
    const onCurve = (share: number): void => onShare((at + share) / names.length);
    return [name, curveOf(scorers[name]!, long, rules, seed, onCurve)] as const;
  });
  const events = long.reduce((sum, { history }) => sum + history.length, 0);
  return {
    cases: long.length,
    meanEvents: events / Math.max(1, long.length),
    curves: Object.fromEntries(curves),
  };
}

function curveOf(
  scorer: Scorer,
  questions: readonly Question[],
  rules: Pick<Protocol, "maskHistory">,
  seed: number,
  onShare: (share: number) => void,
): Curve {
  const cuts = [...CUTS, "all" as const];
  const ranks = cuts.map((cut, at) =>
    ranksOf(cut === "all" ? scorer : lastOnly(scorer, cut), questions, rules, (share) =>
      onShare((at + share) / cuts.length),
    ),
  );
  const shoppers = shoppersOf(questions);
  const whole = ranks.at(-1)!;
  const points = cuts.map((events, at): CurvePoint => {
    const { hr10, ndcg10 } = accuracyOf(ranks[at]!);
    const differences = ranks[at]!.map((rank, index) => ndcgAt(rank, 10) - ndcgAt(whole[index]!, 10));
    return { events, hr10, ndcg10, gap: pairedGap(differences, shoppers, seed) };
  });
  const wanted = ENOUGH * points.at(-1)!.ndcg10;
  return { points, enough: points.find(({ ndcg10 }) => ndcg10 >= wanted)!.events };
}

const lastOnly =
  (scorer: Scorer, events: number): Scorer =>
  (history) =>
    scorer(history.slice(-events));
