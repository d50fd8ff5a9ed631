import { basename, dirname, resolve } from "node:path";
import { type Dataset, type DatasetFiles, readDataset } from "../lab/data/dataset.ts";
import { DataError, type DataFile } from "../lab/data/file.ts";
import { ORIGINS } from "../lab/data/origins.ts";
import { evaluate as evaluateDataset } from "../lab/evaluate.ts";
import { type OwnSequences, ownSentence, ownSequences } from "../lab/own-sequences.ts";
import { renumbered } from "../lab/renumber.ts";
import { jsonLine, type Report, readable } from "../lab/report.ts";
import { InklingError } from "../src/core/errors.ts";
import { type EvalFlags, type EvalOptions, parseEvalFlags } from "./eval-options.ts";
import { readSource } from "./files.ts";
import { progressBar } from "./progress.ts";

/** Exit code of a call that must be made differently. */
const REFUSED = 2;

/**
 * `inkling eval`: measures ranking quality on a dataset and prints tables, or one JSON line. Answers the exit code.
 * Throws InklingError for files that are not there or not what they should be.
 */
export async function evaluate(flags: EvalFlags): Promise<number> {
  const options = parseEvalFlags(flags);
  if (typeof options === "string") {
    console.error(`inkling: ${options}. See inkling eval --help.`);
    return REFUSED;
  }
  if (options.ownTraining) {
    const figures = await ownTraining(options);
    console.log(options.json ? jsonLine(figures) : ownSentence(figures));
    return 0;
  }
  const report = await measured(options);
  console.log(options.json ? jsonLine(report) : readable(report));
  return 0;
}

async function measured(options: EvalOptions): Promise<Report> {
  const started = performance.now();
  const dataset = numbered(readDataset(await filesOf(options), options.split), options.renumber);
  const bar = progressBar(process.stderr);
  try {
    const onProgress = (stage: string, share: number): void => bar.show({ stage, share });
    const evaluation = evaluateDataset(dataset, { ...options, onProgress });
    return {
      dataset: nameOf(options),
      split: options.split,
      neighbours: options.neighbours,
      history: options.useHistory,
      seed: options.seed,
      ...evaluation,
      seconds: (performance.now() - started) / 1000,
      peakRssMb: process.resourceUsage().maxRSS / 1024,
    };
  } finally {
    bar.clear();
  }
}

async function ownTraining(options: EvalOptions): Promise<OwnSequences> {
  const dataset = numbered(readDataset(await filesOf(options), options.split), options.renumber);
  const bar = progressBar(process.stderr);
  try {
    return await ownSequences(dataset, { ...options, onProgress: (stage, share) => bar.show({ stage, share }) });
  } finally {
    bar.clear();
  }
}

async function filesOf({ items, sequences, trainFiles, testFiles }: EvalOptions): Promise<DatasetFiles> {
  return {
    items: items === undefined ? undefined : await readData(items),
    sequences: sequences === undefined ? undefined : await readData(sequences),
    train: await Promise.all(trainFiles.map(readData)),
    test: await Promise.all(testFiles.map(readData)),
  };
}

/** Who lacks a file is told where such data comes from. */
async function readData(path: string): Promise<DataFile> {
  try {
    return await readSource(path);
  } catch (error) {
    if (!(error instanceof InklingError)) throw error;
    throw new DataError(`${error.message}.\n${ORIGINS}`, { cause: error });
  }
}

const numbered = (dataset: Dataset, seed: number | undefined): Dataset =>
  seed === undefined ? dataset : renumbered(dataset, seed);

/** The folder that the data lies in: datasets come as folders, and their files are often all called train.txt. */
function nameOf({ sequences, trainFiles }: EvalOptions): string {
  return basename(dirname(resolve(sequences ?? trainFiles[0] ?? "")));
}
