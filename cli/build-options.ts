import { RANGES, type TrainOptions } from "../compiler/options.ts";
import { listOf } from "./list-of.ts";

/** `inkling build`'s flags, checked. */
export interface BuildFlags {
  readonly feed: string;
  readonly out: string;
  readonly history: readonly string[];
  readonly neighbours: number;
  readonly minUsers: number;
  readonly maxBytes: number;
  readonly ttlSeconds: number;
  readonly sensitive: readonly string[];
  readonly live: boolean;
  readonly strict: boolean;
  /** Undefined where nothing is trained. */
  readonly train: TrainOptions | undefined;
}

type Given = Readonly<Record<string, unknown>>;

/** The flags, or what is wrong with them. `argv` is what was typed: the argument parser makes 1.1 of a folder 1.10. */
export function parseBuildFlags(feed: unknown, given: Given, argv: readonly string[]): BuildFlags | string {
  const typed = (value: unknown): string => asTyped(value, argv);
  if (given.out === undefined) return "say where the catalogue goes, with -o FOLDER";
  if (Array.isArray(given.out)) return "give -o once: a catalogue goes into one folder";
  const history = listOf(given.history).map(typed);
  // As a shell makes of a variable that is not set.
  if ([typed(feed), typed(given.out), ...history].includes(""))
    return "a name is missing: a feed, a folder or a history is an empty word";
  const live = given.live === true;
  const idle = ["history", "neighbours", "minUsers", "maxBytes", "ttl", "train", "sensitive", ...OF_TRAINING].find(
    (name) => given[name] !== undefined,
  );
  if (live && idle !== undefined) return `--live renews prices and stock alone: leave out ${flagOf(idle)}`;
  const numbers = {
    neighbours: wholeOf(given.neighbours, RANGES.neighbours),
    minUsers: wholeOf(given.minUsers, RANGES.minUsers),
    maxBytes: wholeOf(given.maxBytes, RANGES.maxBytes),
    ttlSeconds: wholeOf(given.ttl, RANGES.ttlSeconds),
  };
  const wrong = wrongNumber(numbers);
  if (wrong !== undefined) return wrong;
  const train = trainingOf(given, typed);
  if (typeof train === "string") return train;
  if (train !== undefined && history.length === 0) return "--train learns from a history: give one with --history";
  return {
    feed: typed(feed),
    out: typed(given.out),
    history,
    ...numbers,
    sensitive: listOf(given.sensitive).map(typed),
    live,
    strict: given.strict === true,
    train,
  };
}

const OF_TRAINING = ["seed", "threads", "checkpoint"] as const;
const MOST_THREADS = 256;

/** Undefined where nothing is to be trained; or what is wrong. */
function trainingOf(given: Given, typed: (value: unknown) => string): TrainOptions | string | undefined {
  const idle = OF_TRAINING.find((name) => given[name] !== undefined);
  if (given.train !== true) return idle === undefined ? undefined : `--${idle} goes with --train`;
  const { seed = 1, threads, checkpoint } = given;
  if (!isWhole(seed, 0, Number.MAX_SAFE_INTEGER)) return "--seed must be a whole number from 0 on";
  if (threads !== undefined && !isWhole(threads, 1, MOST_THREADS))
    return `--threads must be a whole number from 1 to ${MOST_THREADS}`;
  return { seed, threads, checkpoint: checkpoint === undefined ? undefined : typed(checkpoint) };
}

const isWhole = (value: unknown, least: number, most: number): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;

function wrongNumber(numbers: Readonly<Record<keyof typeof RANGES, number>>): string | undefined {
  // The cast: Object.keys widens the keys of a record with known keys.
  const name = (Object.keys(numbers) as (keyof typeof RANGES)[]).find((one) => Number.isNaN(numbers[one]));
  if (name === undefined) return undefined;
  const { least, most } = RANGES[name];
  return `${flagOf(name)} must be a whole number from ${least} to ${most}`;
}

/** NaN for anything but a whole number in range. */
function wholeOf(value: unknown, { least, most, usual }: (typeof RANGES)[keyof typeof RANGES]): number {
  if (value === undefined) return usual;
  return isWhole(value, least, most) ? value : Number.NaN;
}

function flagOf(name: string): string {
  return name === "ttlSeconds" ? "--ttl" : `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function asTyped(value: unknown, argv: readonly string[]): string {
  if (typeof value !== "number") return String(value);
  return argv.map((arg) => arg.replace(/^--?[\w-]+=/, "")).find((arg) => Number(arg) === value) ?? String(value);
}
