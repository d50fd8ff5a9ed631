import { basename } from "node:path";
import { type Browser, chromium } from "playwright";
import { CHROMIUM_FLAGS, findChromium } from "../scripts/chromium.mjs";
import { packFolder } from "./packs.ts";
import { type Load, loadOnce } from "./page/load.ts";
import { type Fetched, serveShop } from "./page/site.ts";
import { NOTHING, packagesOf, type System, systems } from "./page/systems.ts";
import { type PageFigures, pageChart, pageTable, REFERENCE } from "./page-report.ts";
import { installPeers } from "./peer.ts";
import type { Answer, Question } from "./question.ts";
import { percentile, rounded, spreadOf } from "./stats.ts";
import { fileBudgets, type Weight, weigh } from "./weight.ts";

const PRODUCTS = 1_000;
/** Of seven loads, drawn from two dozen, nine in ten medians of evaluation were between .14 and .28 of the reference's. */
const ROUNDS = 15;
/** No name is looked up, so that nothing leaves this machine. */
const ALONE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1";

/** What a script tag costs the page it is in, at a quarter of this processor's speed, beside those of others in the same run. */
export const question: Question = async (progress): Promise<Answer> => {
  installPeers("page", progress);
  const all = [NOTHING, ...systems(await packFolder(PRODUCTS, progress))];
  const loads = await measured(all, progress);
  const [nothing = [], ...rest] = loads;
  const reference = loads[all.findIndex(({ name }) => name === REFERENCE)]!;
  const figures = rest.map((own, at) => figuresOf(all[at + 1]!, own, nothing, reference));
  const files = ownFiles(rest.flatMap((own) => own.slice(0, 1)).flatMap(({ fetched }) => fetched));
  return {
    figures: { rounds: ROUNDS, systems: figures, filesBytes: files },
    text: pageTable(figures, files),
    charts: { "page.svg": pageChart(figures) },
  };
};

/** The loads of every system: once a round each, every round begun by another. */
async function measured(all: readonly System[], progress: (text: string) => void): Promise<Load[][]> {
  const site = await serveShop();
  const executablePath = findChromium();
  const args = [...CHROMIUM_FLAGS, ALONE];
  const browser: Browser = await chromium.launch({ args, ...(executablePath && { executablePath }) });
  const loads: Load[][] = all.map(() => []);
  try {
    // The browser's own first page is slower than all others.
    await loadOnce(browser, site, NOTHING);
    for (let round = 0; round < ROUNDS; round++) {
      progress(`round ${round + 1} of ${ROUNDS}`);
      for (let turn = 0; turn < all.length; turn++) {
        const at = (round + turn) % all.length;
        loads[at]!.push(await loadOnce(browser, site, all[at]!));
      }
    }
  } finally {
    await browser.close();
    site.close();
  }
  return loads;
}

function figuresOf(
  system: System,
  loads: readonly Load[],
  nothing: readonly Load[],
  reference: readonly Load[],
): PageFigures {
  const median = (of: (load: Load) => number, among: readonly Load[]): number => percentile(among.map(of), 0.5);
  const beyond = (of: (load: Load) => number): number => median(of, loads) - median(of, nothing);
  const spread = (of: (load: Load) => number) => spreadOf(loads.map((load) => of(load) - median(of, nothing)));
  const share = (of: (load: Load) => number): number =>
    rounded(beyond(of) / (median(of, reference) - median(of, nothing)));
  const { fetched, asked } = loads[0]!;
  const scripts = bytesOf(fetched.filter(({ destination }) => destination === "script"));
  return {
    name: system.name,
    packages: packagesOf(system),
    scriptBytes: scripts,
    fetchedBytes: bytesOf(fetched),
    evaluationMs: spread(({ evaluationMs }) => evaluationMs),
    scriptMs: spread(({ scriptMs }) => scriptMs),
    longestTaskMs: spreadOf(loads.map(({ longestTaskMs }) => longestTaskMs)),
    layoutShift: spreadOf(loads.map(({ layoutShift }) => layoutShift)),
    heapBytes: Math.round(beyond(({ heapBytes }) => heapBytes)),
    workerHeapBytes: Math.round(beyond(({ workerHeapBytes }) => workerHeapBytes)),
    toReference: {
      evaluation: share(({ evaluationMs }) => evaluationMs),
      script: share(({ scriptMs }) => scriptMs),
      longestTask: rounded(
        median(({ longestTaskMs }) => longestTaskMs, loads) / median(({ longestTaskMs }) => longestTaskMs, reference),
      ),
    },
    asked: [...new Set(asked)],
  };
}

function bytesOf(files: readonly Fetched[]): { readonly raw: number; readonly brotli: number } {
  const weights = files.map(({ path, bytes }) => weigh(path, bytes));
  return {
    raw: weights.reduce((sum, { raw }) => sum + raw, 0),
    brotli: weights.reduce((sum, { brotli }) => sum + brotli, 0),
  };
}

/** Each of Inkling's files that a page fetched. */
function ownFiles(fetched: readonly Fetched[]): Weight[] {
  const budgets = fileBudgets();
  const byPath = new Map(fetched.map(({ path, bytes }) => [path, bytes]));
  return [...byPath]
    .filter(([path]) => path.startsWith("/inkling/"))
    .map(([path, bytes]) => weigh(basename(path), bytes, budgets.get(`dist/${basename(path)}`)));
}
