import { basename, dirname, resolve } from "node:path";
import { compare } from "../lab/compare.ts";
import { readableComparison } from "../lab/compare-report.ts";
import { type Dataset, type DatasetFiles, readDataset } from "../lab/data/dataset.ts";
import { withoutContent } from "../lab/data/without-content.ts";
import { evaluate as evaluateDataset } from "../lab/evaluate.ts";
import { type OwnSequences, ownSentence, ownSequences } from "../lab/own-sequences.ts";
import { publishedFor } from "../lab/published.ts";
import { renumbered } from "../lab/renumber.ts";
import { jsonLine, readable, readableRival } from "../lab/report.ts";
import { evaluateRival } from "../lab/rivals/evaluate.ts";
import { readData } from "./dataset-files.ts";
import { type EvalFlags, type EvalOptions, parseEvalFlags } from "./eval-options.ts";
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
  const { line, text } = await measured(options);
  console.log(options.json ? line : text);
  return 0;
}

/** What is printed, for programs and for people. */
interface Printed {
  readonly line: string;
  readonly text: string;
}

async function measured(options: EvalOptions): Promise<Printed> {
  const started = performance.now();
  const read = numbered(readDataset(await filesOf(options), options.split), options.renumber);
  const dataset = options.useContent ? read : withoutContent(read);
  const bar = progressBar(process.stderr);
  const onProgress = (stage: string, share: number): void => bar.show({ stage, share });
  const made = { dataset: nameOf(options), split: options.split, seed: options.seed };
  const took = () => ({
    seconds: (performance.now() - started) / 1000,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
  });
  const { system, neighbours, useHistory: history, useContent: content } = options;
  try {
    const onNote = (note: string): void => console.error(`warning: ${note}`);
    if (options.compare) {
      const comparison = await compare(dataset, { ...options, onProgress, onNote });
      const quoted = options.split === "test" ? publishedFor(made.dataset) : [];
      const protocol = dataset.protocol.name;
      const report = { ...made, protocol, neighbours, ...comparison, quoted, ...took() };
      return { line: jsonLine(report), text: readableComparison(report) };
    }
    if (system !== "inkling") {
      const report = { system, ...made, ...evaluateRival(dataset, system, { ...options, onProgress }), ...took() };
      return { line: jsonLine(report), text: readableRival(report) };
    }
    const evaluation = await evaluateDataset(dataset, { ...options, onProgress, onNote });
    const report = { system, ...made, neighbours, history, content, ...evaluation, ...took() };
    return { line: jsonLine(report), text: readable(report) };
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

const numbered = (dataset: Dataset, seed: number | undefined): Dataset =>
  seed === undefined ? dataset : renumbered(dataset, seed);

/** The folder that the data lies in: datasets come as folders, and their files are often all called train.txt. */
function nameOf({ sequences, trainFiles }: EvalOptions): string {
  return basename(dirname(resolve(sequences ?? trainFiles[0] ?? "")));
}
