import type { ReportTimes } from "./browser/report.worker.ts";
import { withChromium } from "./chromium.ts";
import type { Answer, Question } from "./question.ts";
import { percentile, rounded } from "./stats.ts";
import { table } from "./table.ts";

const WORKERS = 9;
const RUNS = 30;
/** Of each worker's runs, so many are not counted as warm. */
const WARMING = 10;

const ROWS: readonly (readonly [name: keyof ReportTimes, words: string])[] = [
  ["whole", "a report of 16,384 values"],
  ["encode", "  clipped, turned, rounded"],
  ["noise", "  discrete Gaussian noise"],
  ["share", "  split in two"],
  ["floatNoise", "peer: noise in floating point, rounded"],
  ["chacha20", "the helper's vector, by ChaCha20"],
  ["aes", "peer: as many bytes of AES-128-CTR, by WebCrypto"],
];

/** How long a device takes to write a report, noise and shares in it, without sealing. */
export const question: Question = async (progress): Promise<Answer> => {
  progress(`${WORKERS} workers, ${RUNS} reports each`);
  const workers = await withChromium((inChromium) =>
    inChromium((page) =>
      page.evaluate(([workers, runs]) => globalThis.inkBench.measureReport(workers, runs), [WORKERS, RUNS] as const),
    ),
  );
  const figures = ROWS.map(([name, words]) => {
    const cold = workers.map((times) => times[name][0]!);
    const warm = workers.flatMap((times) => times[name].slice(WARMING));
    return { name, words, coldMs: rounded(percentile(cold, 0.5)), warmMs: rounded(percentile(warm, 0.5)) };
  });
  const warmOf = (name: keyof ReportTimes): number => figures.find((row) => row.name === name)!.warmMs;
  const ratios = {
    noiseToFloatNoise: rounded(warmOf("noise") / warmOf("floatNoise")),
    chacha20ToAes: rounded(warmOf("chacha20") / warmOf("aes")),
  };
  return {
    figures: { workers: WORKERS, runs: RUNS, ...ratios, parts: figures },
    text: [
      table(
        ["milliseconds, medians", "cold", "warm"],
        figures.map(({ words, coldMs, warmMs }) => [words, String(coldMs), String(warmMs)]),
      ),
      `noise, floating point = 1: ${ratios.noiseToFloatNoise}; ChaCha20, AES by WebCrypto = 1: ${ratios.chacha20ToAes}`,
    ].join("\n\n"),
    charts: {},
  };
};
