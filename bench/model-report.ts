import { CANDIDATES, LISTS, WORK, type WorkName } from "./browser/model-work.ts";
import { dotChart } from "./dots.ts";
import type { ChunkBytes } from "./model-chunks.ts";
import type { Spread } from "./stats.ts";
import { table } from "./table.ts";

/** Of one contender at one piece of work. */
export interface ModelFigure {
  readonly contender: string;
  readonly work: WorkName;
  readonly ms: Spread;
  /** Medians of one run, interleaved: its time with the plain typed arrays' as 1. */
  readonly toPlain: number;
  /** The same of the fastest tenth of the runs. */
  readonly toPlainUndisturbed: number;
  /** Largest difference of an output from the plain arrays'. */
  readonly difference: number;
}

const SAID: Readonly<Record<WorkName, string>> = {
  "user vector of 10": "user vector of 10 products",
  "user vector of 50": "user vector of 50",
  head: `head, ${CANDIDATES} candidates`,
  step: `step of ${LISTS.lists} lists of ${LISTS.candidates}`,
};

export function modelTable(
  figures: readonly ModelFigure[],
  chunks: readonly ChunkBytes[],
  gpuAdapter: string | undefined,
): string {
  const contenders = [...new Set(figures.map(({ contender }) => contender))];
  const rows = (of: (figure: ModelFigure) => string): string[][] =>
    contenders.map((contender) => [
      contender,
      ...WORK.map((work) => {
        const figure = figures.find((one) => one.contender === contender && one.work === work);
        return figure === undefined ? "-" : of(figure);
      }),
    ]);
  const head = (unit: string): string[] => [unit, ...WORK.map((work) => SAID[work])];
  return [
    table(
      head("time, plain typed arrays = 1, medians"),
      rows(({ toPlain }) => `${toPlain}`),
    ),
    table(
      head("the same, fastest tenth of the runs"),
      rows(({ toPlainUndisturbed }) => `${toPlainUndisturbed}`),
    ),
    table(
      head("ms, p50 / p95"),
      rows(({ ms }) => `${ms.p50} / ${ms.p95}`),
    ),
    table(
      head("largest difference from the plain arrays"),
      rows(({ difference }) => difference.toExponential(0)),
    ),
    `WebGPU: ${gpuAdapter ?? "no adapter"}`,
    table(
      ["bytes, brotli", "code", "WebAssembly beside it"],
      chunks.map(({ name, codeBytes, binaryBytes }) => [
        name,
        codeBytes.toLocaleString("en"),
        binaryBytes.toLocaleString("en"),
      ]),
    ),
  ].join("\n\n");
}

export function modelChart(figures: readonly ModelFigure[]): string {
  return dotChart({
    title: "The learned parts: fastest tenth of the runs, plain typed arrays = 1",
    xLabel: "times as long as the plain typed arrays",
    rows: WORK.map((work) => ({
      name: SAID[work],
      dots: figures
        .filter((figure) => figure.work === work)
        .map(({ contender, toPlainUndisturbed }) => ({ name: contender, value: toPlainUndisturbed })),
    })),
  });
}
