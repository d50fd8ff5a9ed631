import type { ModelFindings } from "./browser/model-page.ts";
import { WORK } from "./browser/model-work.ts";
import { withChromium } from "./chromium.ts";
import { modelChunks } from "./model-chunks.ts";
import { type ModelFigure, modelChart, modelTable } from "./model-report.ts";
import { installPeers } from "./peer.ts";
import type { Answer, Question } from "./question.ts";
import { percentile, rounded, spreadOf } from "./stats.ts";

const RUNS = 50;
/** A GPU in software takes seconds a step. */
const GPU_RUNS = 5;

/** The fastest tenth: what runs longer than a slice of a shared core is interrupted in most runs, and its median then tells of the others. */
const UNDISTURBED = 0.1;

/** How long the learned parts take on every backend, beside onnxruntime-web, and what each of them weighs. */
export const question: Question = async (progress): Promise<Answer> => {
  installPeers("model", progress);
  progress("bytes");
  const chunks = await modelChunks();
  progress("head, encoder and a step of training");
  const { versions, gpu, setup, ...run } = await withChromium((inChromium) =>
    inChromium((page) =>
      page.evaluate(([runs, gpuRuns]) => globalThis.inkBench.measureModel(runs, gpuRuns), [RUNS, GPU_RUNS] as const),
    ),
  );
  // Each against the plain arrays of its own run.
  const gpuFigures = figuresOf(gpu?.times ?? []).filter(({ contender }) => contender.startsWith("tfjs"));
  const figures = [...figuresOf(run.times), ...gpuFigures];
  return {
    figures: { ...setup, ...versions, gpuAdapter: gpu?.adapter, runs: RUNS, gpuRuns: GPU_RUNS, figures, chunks },
    text: modelTable(figures, chunks, gpu?.adapter),
    charts: { "model.svg": modelChart(figures) },
  };
};

function figuresOf(times: ModelFindings["times"]): ModelFigure[] {
  return WORK.flatMap((work) => {
    const ofWork = times.filter((one) => one.work === work);
    const [plain] = ofWork;
    return ofWork.map(({ contender, ms, difference }) => ({
      contender,
      work,
      ms: spreadOf(ms),
      toPlain: rounded(percentile(ms, 0.5) / percentile(plain!.ms, 0.5)),
      toPlainUndisturbed: rounded(percentile(ms, UNDISTURBED) / percentile(plain!.ms, UNDISTURBED)),
      difference: rounded(difference),
    }));
  });
}
