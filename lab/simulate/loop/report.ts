import type { Gap } from "../../bootstrap.ts";
import { table } from "../../report.ts";
import type { Arm, ArmFigures, ClosedLoop, Comparison } from "./closed-loop.ts";

const WORDS: Readonly<Record<Arm, string>> = {
  naive: "every event counts once",
  weighted: "shelf-born by inverse propensity",
  without: "shelf-born not at all",
};

const interval = ({ gain, low, high }: Gap, show: (value: number) => string): string =>
  `${show(gain)} (${show(low)} to ${show(high)})`;
const signed = (digits: number) => (value: number) => `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(digits)}`;
const percent = (value: number): string => `${signed(1)(100 * value)} %`;

/** Whether a bar is held, by the whole interval; "open" when the interval holds both. */
const verdict = (held: boolean, broken: boolean): string => (held ? "yes" : broken ? "no" : "open");

/** Coverage falls by at most a tenth, Gini rises by at most .05, true preference does not fall, neither by itself nor as a share of the best possible. */
const bars = ({ coverageChange, giniChange, preferenceChange, attainedChange }: ArmFigures): string =>
  [
    verdict(coverageChange.low >= -0.1, coverageChange.high < -0.1),
    verdict(giniChange.high <= 0.05, giniChange.low > 0.05),
    verdict(preferenceChange.low >= 0, preferenceChange.high < 0),
    verdict(attainedChange.low >= 0, attainedChange.high < 0),
  ].join(", ");

const comparison = ({ coverage10, gini, preference }: Comparison): string =>
  `coverage@10 ${interval(coverage10, percent)}, Gini ${interval(gini, signed(3))}, true preference ${interval(preference, signed(4))}`;

export function loopSection(loop: ClosedLoop): string {
  // The cast: Object.entries widens the keys of a record with known keys.
  const arms = Object.entries(loop.arms) as [Arm, ArmFigures][];
  const rounds = loop.arms.naive.rounds.length - 1;
  const title = `Closed loop: ${rounds} rounds in 12 weeks, ${loop.shoppers} shoppers, ${loop.products} products, position bias ${loop.eta}`;
  const changes = arms.map(([name, arm]) => [
    WORDS[name],
    `${(100 * arm.rounds.at(-1)!.coverage10).toFixed(1)} %`,
    interval(arm.coverageChange, percent),
    interval(arm.giniChange, signed(3)),
    interval(arm.preferenceChange, signed(4)),
    interval(arm.attainedChange, percent),
    bars(arm),
  ]);
  return [
    table(
      [
        [
          "history",
          "coverage@10",
          "its change",
          "Gini's change",
          "true preference's change",
          "of the best possible",
          "held",
        ],
        ...changes,
      ],
      title,
    ),
    `weighted over once: ${comparison(loop.weightedOverNaive)}`,
    `weighted over not at all: ${comparison(loop.weightedOverWithout)}`,
  ].join("\n");
}
