import { setImmediate } from "node:timers/promises";
import { readHistory } from "../../compiler/history/read.ts";
import { type Sequence, sequencesOf } from "../../compiler/history/sequences.ts";
import type { SourceFile } from "../../compiler/options.ts";
import { openRanked } from "../../compiler/output/open.ts";
import { sha256 } from "../../compiler/platform.ts";
import type { HoldOut } from "../../server/trainer/gate.ts";
import { catalogueVersion } from "../../src/core/catalogue/manifest.ts";
import { RequestError } from "../../src/core/errors.ts";
import { prepareLearned } from "../../src/core/rank/learned.ts";
import { type Prepared, prepare } from "../../src/core/rank/prepared.ts";
import { createGemm } from "../../workers/kernels/gemm/gemm.ts";
import { createProduct } from "../../workers/kernels/gemm/product.ts";
import { createWasmScorer } from "../../workers/kernels/scorer/wasm.ts";
import type { Exam } from "../federated/exam.ts";
import { qualityOf } from "../federated/exams.ts";
import { questionOf } from "./questions.ts";

/** The latest, since each keeps some 60 kB of features in memory. */
const MOST_QUESTIONS = 1_000;

/**
 * A trainer's gate: what the shoppers of a history did last, asked of the catalogue in `folder`. Features are computed once, here. Throws RequestError for
 * a history that asks nothing, CatalogueError and FeedError for files that are none.
 */
export async function holdOutOf(folder: string, history: readonly SourceFile[]): Promise<HoldOut> {
  const { manifest, aliases, ranking, learned } = openRanked(folder);
  const parts = learned && prepareLearned(learned, createProduct(createGemm()), createWasmScorer);
  const prepared = prepare(ranking, aliases, parts);
  const interactions = history.flatMap(({ bytes, name }) => readHistory(bytes, name).interactions);
  const { sequences } = sequencesOf(interactions, (id) => aliases.resolve(id));
  const asked = latest(sequences.filter(({ items }) => items.length >= 2));
  if (asked.length === 0)
    throw new RequestError("the hold-out history asks nothing: no shopper in it met two products of the catalogue");
  const model = manifest.sections.model?.sha256 ?? "";
  const files = history.map(({ bytes }) => sha256(bytes));
  const id = sha256(new TextEncoder().encode([catalogueVersion(manifest.sections), model, ...files].join(" ")));
  const exams = await examsOf(prepared, asked);
  return { id, questions: exams.length, quality: async (weights) => qualityOf(exams, weights) };
}

/** Those whose last event is the newest; as they stand where a history has no times. */
function latest(sequences: readonly Sequence[]): readonly Sequence[] {
  const endOf = ({ times }: Sequence): number => times.at(-1) || 0;
  return sequences.toSorted((one, other) => endOf(other) - endOf(one)).slice(0, MOST_QUESTIONS);
}

async function examsOf(prepared: Prepared, sequences: readonly Sequence[]): Promise<readonly Exam[]> {
  const exams: Exam[] = [];
  for (const sequence of sequences) {
    exams.push(questionOf(prepared, sequence));
    // Whoever asks a server how it is does not wait for all of them.
    await setImmediate();
  }
  return exams;
}
