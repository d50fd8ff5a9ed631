import type { Compared, Comparison } from "./compare.ts";
import type { Accuracy } from "./metrics/accuracy.ts";
import type { Protocol, Split } from "./protocol.ts";
import type { Published } from "./published.ts";
import { signed, table } from "./report.ts";

/** A comparison with what it was made from. */
export interface ComparisonReport extends Comparison {
  readonly dataset: string;
  readonly protocol: Protocol["name"];
  readonly split: Split;
  readonly neighbours: number;
  readonly seed: number;
  /** Others' figures; of the test split, so none on validation. */
  readonly quoted: readonly Published[];
  readonly seconds: number;
}

type Figure = "hr10" | "ndcg10" | "p20" | "mrr20";

interface Row {
  readonly cells: readonly string[];
  readonly headline: number;
}

const HEAD = [
  "system",
  "inputs",
  "HR@10",
  "NDCG@10",
  "P@20 %",
  "MRR@20 %",
  "coverage@10",
  "Gini",
  "seconds",
  "Inkling's NDCG@10 above it, 95 %",
];

/** One table, the best last; what was not run here says so. */
export function readableComparison(report: ComparisonReport): string {
  const { dataset, protocol, split, seed, neighbours, runs, quoted, skipped, seconds } = report;
  const headline = protocol === "leave-one-out" ? "ndcg10" : "mrr20";
  const rows = [
    ...runs.map((run): Row => ({ cells: runCells(run), headline: run[headline] })),
    ...quoted.map((row): Row => ({ cells: quotedCells(row), headline: row.figures[headline] ?? 0 })),
  ].sort((a, b) => a.headline - b.headline);
  const asked = `${dataset}, ${protocol}, ${split}, ${runs[0]!.cases} questions`;
  const title = `${asked}; Inkling with ${neighbours} neighbours; seed ${seed}`;
  const notes = skipped.map(({ system, reason }) => `${system} is skipped: ${reason}`);
  return [table([HEAD, ...rows.map(({ cells }) => cells)], title), ...notes, `${seconds.toFixed(1)} s`].join("\n\n");
}

function runCells(run: Compared): string[] {
  const { system, inputs, coverage10, gini, seconds, gap } = run;
  return [
    system,
    inputs,
    ...figureCells(run),
    `${(100 * coverage10).toFixed(1)} %`,
    gini.toFixed(3),
    seconds.toFixed(0),
    gap.low === 0 && gap.high === 0 ? "" : `${signed(gap.gain)} (${signed(gap.low)} to ${signed(gap.high)})`,
  ];
}

const quotedCells = ({ system, inputs, figures }: Published): string[] => [
  `${system} (quoted)`,
  inputs,
  ...figureCells(figures),
  "",
  "",
  "",
  "",
];

function figureCells(figures: Partial<Pick<Accuracy, Figure>>): string[] {
  const cell = (name: Figure, digits: number): string => figures[name]?.toFixed(digits) ?? "";
  return [cell("hr10", 4), cell("ndcg10", 4), cell("p20", 2), cell("mrr20", 2)];
}
