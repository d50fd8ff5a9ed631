import { CUTS } from "./curve.ts";
import type { Evaluation } from "./evaluate.ts";
import type { Accuracy } from "./metrics/accuracy.ts";
import type { Exposure } from "./metrics/lists.ts";
import type { Split } from "./protocol.ts";
import type { RivalEvaluation } from "./rivals/evaluate.ts";
import type { RivalName } from "./rivals/rivals.ts";

/** What figures were made from and what they took. */
export interface Made {
  readonly system: "inkling" | RivalName;
  readonly dataset: string;
  readonly split: Split;
  readonly seed: number;
  readonly seconds: number;
  readonly peakRssMb: number;
}

export interface Report extends Made, Evaluation {
  readonly neighbours: number;
  readonly history: boolean;
  readonly content: boolean;
}

export interface RivalReport extends Made, RivalEvaluation {}

const DECIMALS = 1e6;

/** One line, every number to six decimals. */
export function jsonLine(report: object): string {
  return JSON.stringify(report, (_, value: unknown) =>
    typeof value === "number" ? Math.round(value * DECIMALS) / DECIMALS : value,
  );
}

/** The same as tables for people. */
export function readable(report: Report): string {
  const how = `${report.neighbours} neighbours, ${inputsOf(report)}`;
  return joined([
    head(report, how),
    lists(report),
    slices(report),
    curves(report),
    parts(report),
    neighbours(report),
    foot(report),
  ]);
}

export function readableRival(report: RivalReport): string {
  return joined([head(report, report.system), exposure(report), slices(report), curves(report), foot(report)]);
}

const joined = (sections: readonly string[]): string => sections.filter((section) => section !== "").join("\n\n");

function inputsOf({ history, content }: Report): string {
  if (!content) return "history alone";
  return `${history ? "with" : "without"} history`;
}

const ACCURACY_HEAD: readonly string[] = ["cases", "HR@10", "NDCG@10", "P@20 %", "MRR@20 %"];

const accuracy = ({ cases, hr10, ndcg10, p20, mrr20 }: Accuracy): string[] => [
  String(cases),
  hr10.toFixed(4),
  ndcg10.toFixed(4),
  p20.toFixed(2),
  mrr20.toFixed(2),
];

function head(report: Report | RivalReport, how: string): string {
  const { dataset, protocol, split, users, items } = report;
  const what = `${dataset}, ${protocol}, ${split}: ${users} users or sessions, ${items} products`;
  return table(
    [
      ["", ...ACCURACY_HEAD],
      [how, ...accuracy(report)],
    ],
    what,
  );
}

function lists({ coverage10, gini, diversity, popularityRank, diversityCost }: Report): string {
  return table(
    [
      ["coverage@10", "Gini", "diversity", "mean popularity rank", "cost of diversification"],
      [
        `${(100 * coverage10).toFixed(1)} %`,
        gini.toFixed(3),
        diversity.toFixed(3),
        popularityRank.toFixed(0),
        `${(100 * diversityCost.share).toFixed(2)} % of NDCG@10 for diversity ${diversityCost.diversity.toFixed(3)}`,
      ],
    ],
    "Lists of ten",
  );
}

function exposure({ coverage10, gini, popularityRank }: Exposure): string {
  return table(
    [
      ["coverage@10", "Gini", "mean popularity rank"],
      [`${(100 * coverage10).toFixed(1)} %`, gini.toFixed(3), popularityRank.toFixed(0)],
    ],
    "Lists of ten",
  );
}

function curves({ learningCurve }: Report | RivalReport): string {
  if (learningCurve === undefined) return "";
  const { cases, meanEvents, curves } = learningCurve;
  const most = CUTS.at(-1)!;
  if (cases === 0) return `Learning curve: nobody has more than ${most} events`;
  const rows = Object.entries(curves).flatMap(([name, { points, enough }]) =>
    points.map(({ events, hr10, ndcg10, gap }) => [
      `${name}, ${events === "all" ? "all" : `last ${events}`}${events === enough ? ": 90 % of all" : ""}`,
      hr10.toFixed(4),
      ndcg10.toFixed(4),
      `${signed(gap.gain)} (${signed(gap.low)} to ${signed(gap.high)})`,
    ]),
  );
  return table(
    [["events", "HR@10", "NDCG@10", "against all events, 95 %"], ...rows],
    `Learning curve, on ${cases} questions with more than ${most} events (${meanEvents.toFixed(1)} on average)`,
  );
}

function slices({ slices: { history, frequency, ...rest } }: Report | RivalReport): string {
  const cold = "cold" in rest ? rest.cold : undefined;
  const rows = [
    ["", ...ACCURACY_HEAD],
    ...Object.entries(history).map(([name, slice]) => [`${name} events before`, ...accuracy(slice)]),
    ...Object.entries(frequency).map(([name, slice]) => [`target ${name} times in training`, ...accuracy(slice)]),
    ...(cold === undefined
      ? []
      : [
          [`target among ${cold.items} hidden`, ...accuracy(cold.hidden)],
          ...(cold.learned === undefined ? [] : [["the same with learned parts", ...accuracy(cold.learned)]]),
          ["the same by content alone", ...accuracy(cold.content)],
          ["the same with nothing hidden", ...accuracy(cold.shown)],
        ]),
  ];
  return table(rows, "Slices");
}

export const signed = (value: number): string => `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(4)}`;

function parts({ parts: { cases, ndcg10, without } }: Report): string {
  const rows = Object.entries(without).map(([name, one]) => [
    name,
    one.ndcg10.toFixed(4),
    signed(one.gain),
    `${signed(one.low)} to ${signed(one.high)}`,
  ]);
  const title = `Without one part, on ${cases} questions (NDCG@10 of the whole ${ndcg10.toFixed(4)})`;
  return table([["part", "NDCG@10", "it gains", "95 %"], ...rows], title);
}

function neighbours({ neighbourTable }: Report): string {
  if (neighbourTable === undefined) return "";
  const rows = neighbourTable.map((row) => [
    String(row.neighbours),
    ...accuracy(row),
    String(row.rankingBytes),
    row.gap === undefined ? "" : `${signed(row.gap.gain)} (${signed(row.gap.low)} to ${signed(row.gap.high)})`,
  ]);
  return table(
    [["neighbours", ...ACCURACY_HEAD, "bytes", "NDCG@10 against the row above, 95 %"], ...rows],
    "Neighbours",
  );
}

function foot({ seconds, peakRssMb }: Made): string {
  return `${seconds.toFixed(1)} s, ${peakRssMb.toFixed(0)} MB at most`;
}

/** Columns as wide as their widest cell; all but the first to the right. */
export function table(rows: readonly (readonly string[])[], title: string): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join("  ")
      .trimEnd(),
  );
  return [title, ...lines].join("\n");
}
