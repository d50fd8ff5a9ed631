import { RANGES } from "../compiler/options.ts";
import type { Split } from "../lab/protocol.ts";
import { RIVAL_NAMES, type RivalName } from "../lab/rivals/rivals.ts";
import { listOf } from "./list-of.ts";

const { least, most, usual } = RANGES.neighbours;

/** `inkling eval`'s flags, checked. */
export interface EvalOptions {
  readonly items: string | undefined;
  readonly sequences: string | undefined;
  readonly trainFiles: readonly string[];
  readonly testFiles: readonly string[];
  readonly system: "inkling" | RivalName;
  readonly compare: boolean;
  readonly neighbours: number;
  readonly useHistory: boolean;
  readonly useContent: boolean;
  readonly train: boolean;
  readonly ownTraining: boolean;
  readonly threads: number | undefined;
  readonly checkpoint: string | undefined;
  readonly split: Split;
  readonly seed: number;
  readonly sample: number;
  readonly renumber: number | undefined;
  readonly table: boolean;
  readonly curve: boolean;
  readonly cold: boolean;
  readonly json: boolean;
}

/** Flags as the argument parser gives them: absent, or whatever stood there. */
export type EvalFlags = Readonly<
  Partial<
    Record<
      | "items"
      | "sequences"
      | "trainFile"
      | "testFile"
      | "system"
      | "compare"
      | "neighbours"
      | "history"
      | "content"
      | "train"
      | "ownTraining"
      | "threads"
      | "checkpoint"
      | "split"
      | "seed"
      | "sample"
      | "renumber"
      | "table"
      | "curve"
      | "cold"
      | "json",
      unknown
    >
  >
>;

const MOST = 0xffff_ffff;
const MOST_THREADS = 256;
const SYSTEMS = ["inkling", ...RIVAL_NAMES] as const;

/** The options, or what is wrong with the flags. */
export function parseEvalFlags(flags: EvalFlags): EvalOptions | string {
  const system = SYSTEMS.find((name) => name === (flags.system ?? "inkling"));
  if (system === undefined) return `--system must be ${SYSTEMS.join(", ")}`;
  const options = {
    ...filesOf(flags),
    system,
    compare: flags.compare === true,
    neighbours: wholeOf(flags.neighbours, least, most) ?? usual,
    useHistory: flags.history !== false,
    useContent: flags.content !== false,
    train: flags.train === true,
    ownTraining: flags.ownTraining === true,
    threads: wholeOf(flags.threads, 1, MOST_THREADS),
    checkpoint: pathsOf(flags.checkpoint)[0],
    split: flags.split === "validation" ? ("validation" as const) : ("test" as const),
    seed: wholeOf(flags.seed, 0, MOST) ?? 1,
    sample: wholeOf(flags.sample, 1, MOST) ?? Number.POSITIVE_INFINITY,
    renumber: wholeOf(flags.renumber, 0, MOST),
    table: flags.table === true,
    curve: flags.curve === true,
    cold: flags.cold === true,
    json: flags.json === true,
  };
  return wrongFiles(flags, options) ?? wrongValue(flags, options) ?? wrongSystem(flags, options) ?? options;
}

type Files = Pick<EvalOptions, "items" | "sequences" | "trainFiles" | "testFiles">;

function filesOf(flags: EvalFlags): Files {
  return {
    items: pathsOf(flags.items)[0],
    sequences: pathsOf(flags.sequences)[0],
    trainFiles: pathsOf(flags.trainFile),
    testFiles: pathsOf(flags.testFile),
  };
}

function wrongFiles(flags: EvalFlags, { sequences, trainFiles, testFiles }: Files): string | undefined {
  const sessions = trainFiles.length + testFiles.length;
  if ((sequences === undefined) === (sessions === 0))
    return "give either --sequences FILE, or --train-file FILE and --test-file FILE";
  if (sessions > 0 && (trainFiles.length === 0 || testFiles.length === 0))
    return "--train-file and --test-file go together: give both";
  if (pathsOf(flags.items).length > 1 || pathsOf(flags.sequences).length > 1)
    return "give --items and --sequences once: they are files of one dataset";
  return undefined;
}

function wrongValue(flags: EvalFlags, options: EvalOptions): string | undefined {
  const { neighbours, seed, sample, renumber, train, threads, useHistory } = options;
  if (train && !useHistory) return "--train learns from the history: leave --no-history out";
  if (options.ownTraining && (train || !useHistory)) return "--own-training goes with neither --train nor --no-history";
  const idle = (["threads", "checkpoint"] as const).find((name) => flags[name] !== undefined);
  if (!train && idle !== undefined) return `--${idle} goes with --train`;
  if (options.cold && (!train || !options.useContent)) return "--cold goes with --train, and not with --no-content";
  if (Number.isNaN(threads)) return `--threads must be a whole number from 1 to ${MOST_THREADS}`;
  if (![undefined, "test", "validation"].some((name) => name === flags.split))
    return "--split must be test or validation";
  if (Number.isNaN(neighbours)) return `--neighbours must be a whole number from ${least} to ${most}`;
  if (Number.isNaN(sample)) return "--sample must be a whole number from 1 on";
  return Number.isNaN(seed) || Number.isNaN(renumber) ? "--seed and --renumber must be whole numbers" : undefined;
}

/** Flags that would have no effect are refused. */
function wrongSystem(
  flags: EvalFlags,
  { system, compare, train, table, curve, ...options }: EvalOptions,
): string | undefined {
  const { useHistory, useContent } = options;
  if (!useHistory && !useContent) return "--no-history and --no-content leave nothing to learn from";
  if (
    system !== "inkling" &&
    (compare || train || table || !useHistory || !useContent || flags.neighbours !== undefined)
  )
    return `--system ${system} knows ids alone: leave out --neighbours, --train, --table, --compare and --no-…`;
  if (compare && (table || curve || !useHistory))
    return "--compare prints one table: leave out --table, --curve and --no-history";
  return undefined;
}

const pathsOf = (value: unknown): readonly string[] => listOf(value).map(String);

/** Undefined when absent, NaN for anything but a whole number within the bounds. */
function wholeOf(value: unknown, low: number, high: number): number | undefined {
  if (value === undefined) return undefined;
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) && number >= low && number <= high
    ? number
    : Number.NaN;
}
