import type { TextCodec } from "../bytes.ts";
import type { Rational } from "../privacy/rational.ts";
import { HASH_BYTES, MAX_LOG_BYTES, MAX_LOG_ENTRIES, MAX_MESSAGE_BYTES, NAME, PROTOCOL } from "./bounds.ts";
import { type Fields, readObject } from "./fields.ts";
import { rational } from "./rational.ts";
import { type Signatures, signatures } from "./task.ts";

/** opened: the noised sum was released. abandoned: nothing was, nor ever will be. published: a model came of an opened round. rolled-back: to an earlier model. */
export type Outcome = "opened" | "abandoned" | "published" | "rolled-back";

/** One line of a task's public log; both aggregators sign entryBytes. */
export interface LogEntry {
  readonly protocol: typeof PROTOCOL;
  readonly task: string;
  /** Counts from 0 within the task, without gaps. */
  readonly n: number;
  readonly round: number;
  readonly planHash: string;
  readonly outcome: Outcome;
  /** Reports in the opened sum; 0 where nothing was opened. */
  readonly count: number;
  /** setHash of their ids, of none where nothing was opened. */
  readonly setHash: string;
  readonly sigmaSquared: Rational;
  readonly modelHash: string | null;
  /** SHA-256 of the entryBytes before it; 64 zeros at first. */
  readonly previous: string;
}

export interface SignedEntry {
  readonly entry: LogEntry;
  readonly signatures: Signatures;
}

export const FIRST_PREVIOUS: string = "0".repeat(2 * HASH_BYTES);

/** What is hashed into the next entry. An entry has one spelling: fields in this order, no spaces. */
export function entryBytes(entry: LogEntry, codec: TextCodec): Uint8Array {
  const { protocol, task, n, round, planHash, outcome, count, setHash, sigmaSquared, modelHash, previous } = entry;
  const { numerator, denominator } = sigmaSquared;
  const noise = { numerator, denominator };
  const spelled = {
    protocol,
    task,
    n,
    round,
    planHash,
    outcome,
    count,
    setHash,
    sigmaSquared: noise,
    modelHash,
    previous,
  };
  return codec.encode(JSON.stringify(spelled));
}

export function parseEntry(bytes: Uint8Array, codec: TextCodec): LogEntry {
  return entryOf(readObject(bytes, MAX_MESSAGE_BYTES, "the log entry", codec));
}

function entryOf(fields: Fields): LogEntry {
  const entry: LogEntry = {
    protocol: fields.protocol(),
    task: fields.text("task", NAME, "is not a name"),
    n: fields.whole("n", 0, 0xffff_ffff),
    round: fields.whole("round", 0, 0xffff_ffff),
    planHash: fields.hex("planHash", HASH_BYTES),
    outcome: fields.word("outcome", ["opened", "abandoned", "published", "rolled-back"]),
    count: fields.whole("count", 0, 2 ** 31),
    setHash: fields.hex("setHash", HASH_BYTES),
    sigmaSquared: rational(fields.object("sigmaSquared")),
    modelHash: fields.hexOrNull("modelHash", HASH_BYTES),
    previous: fields.hex("previous", HASH_BYTES),
  };
  fields.end();
  return entry;
}

/** A page of the log, in order. */
export function logBytes(entries: readonly SignedEntry[], codec: TextCodec): Uint8Array {
  return codec.encode(JSON.stringify({ protocol: PROTOCOL, entries }));
}

export function parseLog(bytes: Uint8Array, codec: TextCodec): readonly SignedEntry[] {
  const fields = readObject(bytes, MAX_LOG_BYTES, "the log", codec);
  fields.protocol();
  const entries = fields.objects("entries", 0, MAX_LOG_ENTRIES).map((line) => {
    const signed = { entry: entryOf(line.object("entry")), signatures: signatures(line.object("signatures")) };
    line.end();
    return signed;
  });
  fields.end();
  return entries;
}
