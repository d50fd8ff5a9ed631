import { availableParallelism } from "node:os";
import type { RankRun } from "./browser/rank-page.ts";
import { type InChromium, withChromium } from "./chromium.ts";
import { LEARNED_MANIFEST, MANIFEST, packFolder } from "./packs.ts";
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
    const all: Run[] = [];
    for (const [products, pack] of packs) {
      progress(`${products} products`);
      const run = await measured(inChromium, `${pack}/${MANIFEST}`);
      progress(`${products} products, with learned parts`);
      all.push({ products, run, learned: await measured(inChromium, `${pack}/${LEARNED_MANIFEST}`) });
    }
    return all;
  });
  const sizes = runs.map(figuresOf);
  return {
    figures: { cores: availableParallelism(), ...runs[0]?.run.setup, sizes },
    text: rankTable(sizes),
    charts: { "rank.svg": rankChart(sizes) },
  };
};

function measured(inChromium: InChromium, manifest: string): Promise<RankRun> {
  const args = { catalog: `/packs/${manifest}`, rounds: ROUNDS, times: TIMES_A_ROUND };
  return inChromium((page) =>
    page.evaluate(({ catalog, rounds, times }) => globalThis.inkBench.measureRank(catalog, rounds, times), args),
  );
}

interface Run {
  readonly products: number;
  readonly run: RankRun;
  readonly learned: RankRun;
}

function figuresOf({ products, run, learned }: Run): RankFigures {
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
    learnedWorkerFreshMs: spreadOf(learned.workerFresh),
    learnedPageFreshMs: spreadOf(learned.pageFresh),
    learnedFirstListMs: rounded(learned.first.inkling),
    tfjsMs,
    tfjsTop20Ms: spreadOf(run.peerLonger),
    tfjsPageMs,
    pageFirstListMs: rounded(run.first.inkling),
    tfjsFirstListMs: rounded(run.first.peer),
    tfjsToWorker: rounded(tfjsMs.p50 / workerFreshMs.p50),
    tfjsToPage: rounded(tfjsPageMs.p50 / pageFreshMs.p50),
  };
}
