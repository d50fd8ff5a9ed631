import { availableParallelism } from "node:os";
import { WORKS, type Work } from "./browser/thread-page.ts";
import { withChromium } from "./chromium.ts";
import { MANIFEST, packFolder } from "./packs.ts";
import type { Answer, Question } from "./question.ts";
import { percentile, rounded } from "./stats.ts";
import { table } from "./table.ts";
import { type Task, tasksWithin, traced } from "./trace.ts";

const PRODUCTS = 10_000;
const PAGES = 5;
const TIMES = 40;
/** The longest slice that a page's thread may be kept for, in milliseconds. */
const BOUND_MS = 5;

/**
 * Of the tasks of the page's thread in which a script ran, which on this page is the engine, its client or the benchmark; and of all its tasks meanwhile.
 * Milliseconds; "cpu" is processor time, which other processes lengthen less.
 */
interface Slices {
  readonly work: Work;
  readonly slices: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly longestMs: number;
  readonly cpuP50Ms: number;
  readonly cpuP99Ms: number;
  readonly cpuLongestMs: number;
  /** Slices that took more than BOUND_MS of processor time. */
  readonly cpuOver: number;
  readonly longestTaskMs: number;
}

/** How long the engine keeps the page's own thread at a time, where no worker may run. */
export const question: Question = async (progress): Promise<Answer> => {
  const catalog = `/packs/${await packFolder(PRODUCTS, progress)}/${MANIFEST}`;
  const tasks = new Map<Work, Task[]>(WORKS.map((work) => [work, []]));
  await withChromium(async (inChromium) => {
    for (let page = 1; page <= PAGES; page++) {
      progress(`page ${page} of ${PAGES}`);
      const events = await inChromium(
        (page) =>
          traced(page, () =>
            page.evaluate(({ catalog, times }) => globalThis.inkBench.workOnThread(catalog, times), {
              catalog,
              times: TIMES,
            }),
          ),
        "own-thread",
      );
      for (const work of WORKS) tasks.get(work)!.push(...tasksWithin(events, work));
    }
  });
  const works = [...tasks].map(([work, all]) => slicesOf(work, all));
  return {
    figures: { cores: availableParallelism(), products: PRODUCTS, pages: PAGES, rankings: PAGES * TIMES, works },
    text: threadTable(works),
    charts: {},
  };
};

function slicesOf(work: Work, tasks: readonly Task[]): Slices {
  const slices = tasks.filter((task) => task.runs);
  const ms = slices.map((task) => task.ms);
  const cpuMs = slices.map((task) => task.cpuMs);
  return {
    work,
    slices: slices.length,
    p50Ms: rounded(percentile(ms, 0.5)),
    p99Ms: rounded(percentile(ms, 0.99)),
    longestMs: rounded(Math.max(...ms)),
    cpuP50Ms: rounded(percentile(cpuMs, 0.5)),
    cpuP99Ms: rounded(percentile(cpuMs, 0.99)),
    cpuLongestMs: rounded(Math.max(...cpuMs)),
    cpuOver: cpuMs.filter((value) => value > BOUND_MS).length,
    longestTaskMs: rounded(Math.max(...tasks.map((task) => task.ms))),
  };
}

const NAMES: Readonly<Record<Work, string>> = {
  load: "engine and catalogue are loaded",
  rank: "an event is kept, and a list after it",
  search: "the first search",
  steer: "three wishes, a list after each",
};

function threadTable(works: readonly Slices[]): string {
  const head = [
    "ms, p50 / p99 / longest",
    "slices",
    "processor time",
    `over ${BOUND_MS}`,
    "by the clock",
    "longest task",
  ];
  return table(
    head,
    works.map((one) => [
      NAMES[one.work],
      `${one.slices}`,
      `${one.cpuP50Ms} / ${one.cpuP99Ms} / ${one.cpuLongestMs}`,
      `${one.cpuOver}`,
      `${one.p50Ms} / ${one.p99Ms} / ${one.longestMs}`,
      `${one.longestTaskMs}`,
    ]),
  );
}
