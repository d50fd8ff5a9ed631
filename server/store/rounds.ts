import { parseShare, shareBytes } from "../../src/core/protocol/share.ts";
import { type Limits, type Message, NEW_ROUND, type Phase, type Round, step } from "../rounds/round.ts";
import { bytesOrNull, number, type Queries, type Row, text, textOrNull } from "./sql.ts";

/** A round as it is kept, without its vectors. */
export interface StoredRound extends Round {
  readonly planHash: string;
  readonly task: string;
  readonly number: number;
  /** Its end stands in the log. */
  readonly logged: boolean;
  /** At the leader: the trainer is done with it, whether or not a model came of it. */
  readonly trained: boolean;
  /** At the leader: of the sums that were opened, those that no honest reports come to. */
  readonly bucketsDropped: number;
  /** This aggregator's part of the key that deals the round's reports, in hex; null where none has been drawn. */
  readonly bucketKey: string | null;
  /** At the helper: what binds the leader to its part, in hex; null where nothing does. */
  readonly bucketCommitment: string | null;
}

/** A round's vectors: partial sum, own noised share, opened sum. */
export type Vector = "sum" | "noised" | "opened";

/** Nothing changes where the round is there already. */
export async function addRound(queries: Queries, planHash: string, task: string, number: number): Promise<void> {
  await queries.run(
    `INSERT INTO rounds (plan_hash, task, round, phase, received, count, logged) VALUES ($1, $2, $3, $4, 0, 0, 0)
     ON CONFLICT DO NOTHING`,
    ...[planHash, task, number, NEW_ROUND.phase],
  );
}

const COLUMNS =
  "plan_hash, task, round, phase, received, count, set_hash, logged, trained, buckets_dropped, bucket_key, bucket_commitment";

export async function roundOf(queries: Queries, planHash: string): Promise<StoredRound | undefined> {
  const [row] = await queries.all(`SELECT ${COLUMNS} FROM rounds WHERE plan_hash = $1`, planHash);
  return row && roundFrom(row);
}

/** The task's round of the highest number. */
export async function newestRound(queries: Queries, task: string): Promise<StoredRound | undefined> {
  const [row] = await queries.all(`SELECT ${COLUMNS} FROM rounds WHERE task = $1 ORDER BY round DESC LIMIT 1`, task);
  return row && roundFrom(row);
}

/** Rounds whose end is not in the log yet, the oldest first. */
export async function unfinishedRounds(queries: Queries): Promise<readonly StoredRound[]> {
  return (await queries.all(`SELECT ${COLUMNS} FROM rounds WHERE logged = 0 ORDER BY task, round`)).map(roundFrom);
}

/** Plans of the task's rounds below this number that still have keys to open reports with, the oldest first. */
export async function openPlansBefore(queries: Queries, task: string, before: number): Promise<readonly string[]> {
  const sql =
    "SELECT plan_hash FROM rounds WHERE task = $1 AND round < $2 AND phase IN ('collecting', 'closing') ORDER BY round";
  return (await queries.all(sql, task, before)).map((row) => text(row, "plan_hash"));
}

/** The task's newest rounds, the newest first. */
export async function roundsOf(queries: Queries, task: string, most: number): Promise<readonly StoredRound[]> {
  const sql = `SELECT ${COLUMNS} FROM rounds WHERE task = $1 ORDER BY round DESC LIMIT $2`;
  return (await queries.all(sql, task, most)).map(roundFrom);
}

/** A round that took reports. */
export interface Reported {
  readonly number: number;
  readonly planHash: string;
}

/** How many rounds the task has had, and those of them that took reports, the oldest first. */
export async function roundCounts(
  queries: Queries,
  task: string,
): Promise<{ readonly rounds: number; readonly reported: readonly Reported[] }> {
  const [row] = await queries.all("SELECT COUNT(*) AS rounds FROM rounds WHERE task = $1", task);
  const sql = "SELECT round, plan_hash FROM rounds WHERE task = $1 AND received > 0 ORDER BY round";
  const reported = (await queries.all(sql, task)).map((one) => ({
    number: number(one, "round"),
    planHash: text(one, "plan_hash"),
  }));
  return { rounds: row ? number(row, "rounds") : 0, reported };
}

/** Every task that ever had a round. */
export async function tasksWithRounds(queries: Queries): Promise<readonly string[]> {
  return (await queries.all("SELECT DISTINCT task FROM rounds ORDER BY task")).map((row) => text(row, "task"));
}

/** Opened rounds that the trainer has still to look at, the oldest of each task first. */
export async function untrainedRounds(queries: Queries): Promise<readonly StoredRound[]> {
  const sql = `SELECT ${COLUMNS} FROM rounds WHERE phase = 'opened' AND logged = 1 AND trained = 0 ORDER BY task, round`;
  return (await queries.all(sql)).map(roundFrom);
}

/** The round, held until the transaction ends, so that no other changes it meanwhile. */
export async function holdRound(queries: Queries, planHash: string): Promise<StoredRound> {
  const sql = `SELECT ${COLUMNS} FROM rounds WHERE plan_hash = $1${queries.forUpdate}`;
  const [row] = await queries.all(sql, planHash);
  if (row === undefined) throw new Error("there is no such round");
  return roundFrom(row);
}

/** Applies a message to a round that is held. False, with nothing changed, where it may not happen now. */
export async function advance(
  queries: Queries,
  held: StoredRound,
  message: Message,
  limits: Limits,
): Promise<StoredRound | undefined> {
  const next = step(held, message, limits);
  if (next === undefined) return undefined;
  const { phase, received, count, setHash } = next;
  await queries.run(
    "UPDATE rounds SET phase = $2, received = $3, count = $4, set_hash = $5 WHERE plan_hash = $1",
    ...[held.planHash, phase, received, count, setHash],
  );
  return { ...held, ...next };
}

export async function markLogged(queries: Queries, planHash: string): Promise<void> {
  await queries.run("UPDATE rounds SET logged = 1 WHERE plan_hash = $1", planHash);
}

export async function markTrained(queries: Queries, planHash: string): Promise<void> {
  await queries.run("UPDATE rounds SET trained = 1 WHERE plan_hash = $1", planHash);
}

/** Undefined where it has not been made yet. */
export async function vectorOf(queries: Queries, planHash: string, vector: Vector): Promise<Uint32Array | undefined> {
  const [row] = await queries.all(`SELECT ${vector} FROM rounds WHERE plan_hash = $1`, planHash);
  const found = row && bytesOrNull(row, vector);
  return found ? parseShare(found, found.length / 4) : undefined;
}

export async function keepVector(
  queries: Queries,
  planHash: string,
  vector: Vector,
  values: Uint32Array,
): Promise<void> {
  await queries.run(`UPDATE rounds SET ${vector} = $2 WHERE plan_hash = $1`, planHash, shareBytes(values));
}

/** The partial sum without noise: nobody needs it once the noised share is kept. */
export async function forgetSum(queries: Queries, planHash: string): Promise<void> {
  await queries.run("UPDATE rounds SET sum = NULL WHERE plan_hash = $1", planHash);
}

const PHASES: readonly Phase[] = ["collecting", "closing", "noised", "opened", "published", "abandoned"];

function roundFrom(row: Row): StoredRound {
  const phase = PHASES.find((known) => known === row.phase);
  if (phase === undefined) throw new TypeError(`a round in the unknown phase ${row.phase}`);
  return {
    planHash: text(row, "plan_hash"),
    task: text(row, "task"),
    number: number(row, "round"),
    phase,
    received: number(row, "received"),
    count: number(row, "count"),
    setHash: textOrNull(row, "set_hash"),
    logged: number(row, "logged") === 1,
    trained: number(row, "trained") === 1,
    bucketsDropped: number(row, "buckets_dropped"),
    bucketKey: textOrNull(row, "bucket_key"),
    bucketCommitment: textOrNull(row, "bucket_commitment"),
  };
}
