import { lineChart } from "./chart.ts";
import type { Spread } from "./stats.ts";
import { table } from "./table.ts";

/** Of one size of shop. Milliseconds, but for the ratios. */
export interface RankFigures {
  readonly products: number;
  readonly repetitions: number;
  /** Inside the worker: events to list, right after an event; and the same list once more. */
  readonly workerFreshMs: Spread;
  readonly workerSameMs: Spread;
  /** From the page: an event kept, the list after it, the same list once more. */
  readonly pageAppendMs: Spread;
  readonly pageFreshMs: Spread;
  readonly pageSameMs: Spread;
  /** With learned parts, in the worker, from the page and the first list of all. */
  readonly learnedWorkerFreshMs: Spread;
  readonly learnedPageFreshMs: Spread;
  readonly learnedFirstListMs: number;
  /** Stock tfjs in a worker of its own: matMul and topk 12, and topk 20; and 12 from the page. */
  readonly tfjsMs: Spread;
  readonly tfjsTop20Ms: Spread;
  readonly tfjsPageMs: Spread;
  /** The very first list, from the page: code not yet compiled. One value each. */
  readonly pageFirstListMs: number;
  readonly tfjsFirstListMs: number;
  /** Medians: the peer's time as a multiple of ours. Above 1, ours is faster. */
  readonly tfjsToWorker: number;
  readonly tfjsToPage: number;
}

const ms = ({ p50, p95 }: Spread): string => `${p50} / ${p95}`;

export function rankTable(sizes: readonly RankFigures[]): string {
  const rows: readonly (readonly [string, (size: RankFigures) => string])[] = [
    ["tfjs's time in its worker, ours = 1", ({ tfjsToWorker }) => `${tfjsToWorker}`],
    ["tfjs's time from the page, ours = 1", ({ tfjsToPage }) => `${tfjsToPage}`],
    ["rank after an event, in the worker", ({ workerFreshMs }) => ms(workerFreshMs)],
    ["rank after an event, from the page", ({ pageFreshMs }) => ms(pageFreshMs)],
    ["the same with learned parts, in the worker", ({ learnedWorkerFreshMs }) => ms(learnedWorkerFreshMs)],
    ["the same with learned parts, from the page", ({ learnedPageFreshMs }) => ms(learnedPageFreshMs)],
    ["keep the event, from the page", ({ pageAppendMs }) => ms(pageAppendMs)],
    ["rank with nothing new, in the worker", ({ workerSameMs }) => ms(workerSameMs)],
    ["rank with nothing new, from the page", ({ pageSameMs }) => ms(pageSameMs)],
    ["tfjs matMul + topk 12, in its worker", ({ tfjsMs }) => ms(tfjsMs)],
    ["tfjs matMul + topk 20, in its worker", ({ tfjsTop20Ms }) => ms(tfjsTop20Ms)],
    ["tfjs matMul + topk 12, from the page", ({ tfjsPageMs }) => ms(tfjsPageMs)],
    ["the first list of all, from the page", ({ pageFirstListMs }) => `${pageFirstListMs}`],
    ["the first with learned parts, from the page", ({ learnedFirstListMs }) => `${learnedFirstListMs}`],
    ["tfjs's first list of all, from the page", ({ tfjsFirstListMs }) => `${tfjsFirstListMs}`],
  ];
  const head = ["ms, p50 / p95", ...sizes.map(({ products }) => `${products.toLocaleString("en")} products`)];
  return table(
    head,
    rows.map(([name, of]) => [name, ...sizes.map(of)]),
  );
}

export function rankChart(sizes: readonly RankFigures[]): string {
  const median = (of: (size: RankFigures) => Spread): (readonly [number, number])[] =>
    sizes.map((size) => [size.products, of(size).p50]);
  return lineChart({
    title: "A list of 12 after an event: median time by size of the shop",
    xLabel: "products",
    yLabel: "milliseconds",
    series: [
      { name: "Inkling, from the page", points: median(({ pageFreshMs }) => pageFreshMs) },
      { name: "Inkling, in the worker", points: median(({ workerFreshMs }) => workerFreshMs) },
      { name: "with learned parts, page", points: median(({ learnedPageFreshMs }) => learnedPageFreshMs) },
      { name: "with learned parts, worker", points: median(({ learnedWorkerFreshMs }) => learnedWorkerFreshMs) },
      { name: "tfjs, from the page", points: median(({ tfjsPageMs }) => tfjsPageMs), dashed: true },
      { name: "tfjs, in its worker", points: median(({ tfjsMs }) => tfjsMs), dashed: true },
    ],
  });
}
