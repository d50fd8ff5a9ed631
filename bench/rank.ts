import { availableParallelism } from "node:os";
import type { RankRun } from "./browser/rank-page.ts";
import { type InChromium, withChromium } from "./chromium.ts";
import { packFolder } from "./packs.ts";
import type { Answer, Question } from "./question.ts";
import { type RankFigures, rankChart, rankTable } from "./rank-report.ts";
import { rounded, spreadOf } from "./stats.ts";

const PRODUCTS = [1_000, 10_000, 100_000];
const ROUNDS = 20;
const TIMES_A_ROUND = 10;

/** How long a list of 12 takes after an event, beside stock tfjs on the same shop in the same run. */
export const question: Question = async (progress): Promise<Answer> => {
  const packs: [number, string][] = [];
  for (const products of PRODUCTS) packs.push([products, await packFolder(products, progress)]);
  const runs = await withChromium(async (inChromium) => {
    const all: (readonly [number, RankRun])[] = [];
    for (const [products, pack] of packs) {
      progress(`${products} products`);
      all.push([products, await measured(inChromium, pack)]);
    }
    return all;
  });
  const sizes = runs.map(([products, run]) => figuresOf(products, run));
  return {
    figures: { cores: availableParallelism(), ...runs[0]?.[1].setup, sizes },
    text: rankTable(sizes),
    charts: { "rank.svg": rankChart(sizes) },
  };
};

function measured(inChromium: InChromium, pack: string): Promise<RankRun> {
  const args = { catalog: `/packs/${pack}/catalog.json`, rounds: ROUNDS, times: TIMES_A_ROUND };
  return inChromium((page) =>
    page.evaluate(({ catalog, rounds, times }) => globalThis.inkBench.measureRank(catalog, rounds, times), args),
  );
}

function figuresOf(products: number, run: RankRun): RankFigures {
  const workerFreshMs = spreadOf(run.workerFresh);
  const pageFreshMs = spreadOf(run.pageFresh);
  const tfjsMs = spreadOf(run.peer);
  const tfjsPageMs = spreadOf(run.peerPage);
  return {
    products,
    repetitions: run.workerFresh.length,
    workerFreshMs,
    workerSameMs: spreadOf(run.workerSame),
    pageAppendMs: spreadOf(run.pageAppend),
    pageFreshMs,
    pageSameMs: spreadOf(run.pageSame),
    tfjsMs,
    tfjsTop20Ms: spreadOf(run.peerLonger),
    tfjsPageMs,
    pageFirstListMs: rounded(run.first.inkling),
    tfjsFirstListMs: rounded(run.first.peer),
    tfjsToWorker: rounded(tfjsMs.p50 / workerFreshMs.p50),
    tfjsToPage: rounded(tfjsPageMs.p50 / pageFreshMs.p50),
  };
}
