import { bytes, number, numberOrNull, type Queries, type Row, text, textOrNull } from "./sql.ts";

/**
 * candidate: made and measured by nobody. refused: worse than the model before it. canary: a share of devices tries it. published: for all
 * devices, now or earlier. rolled-back: was out, and never is again.
 */
export type ModelState = "candidate" | "refused" | "canary" | "published" | "rolled-back";

/** What a gate found. */
export interface Measured {
  /** Names the questions that were asked. */
  readonly holdOut: string;
  readonly questions: number;
  /** Higher is better. */
  readonly quality: number;
  /** Of the model before it, on the same questions. */
  readonly before: number;
}

/** What of a model never changes. */
export interface MadeModel {
  /** SHA-256 of the bytes, in hex. */
  readonly hash: string;
  readonly task: string;
  readonly version: number;
  /** Hash; null for the zero model. */
  readonly parent: string | null;
  readonly planHash: string;
  readonly round: number;
  /** encodeModel's. */
  readonly bytes: Uint8Array;
  readonly signature: string;
  /** The optimiser's state after this step, which the next one goes on from. */
  readonly optimizer: Uint8Array;
  /** L2. */
  readonly stepNorm: number;
  readonly madeMs: number;
}

export interface StoredModel extends MadeModel {
  readonly state: ModelState;
  /** Why it stands so, where that needs words. */
  readonly reason: string | null;
  readonly measured: Measured | null;
}

/** Whether devices have been told of it: its bytes are then for everybody, and a plan that names it may still be under way. */
export const wasOut = ({ state }: StoredModel): boolean => state !== "candidate" && state !== "refused";

/** One a plan, and one a version of a task: another is an error of the database. */
export async function addModel(queries: Queries, model: StoredModel): Promise<void> {
  const { hash, task, version, parent, planHash, round, signature, optimizer, stepNorm, madeMs, state, reason } = model;
  await queries.run(
    `INSERT INTO models (hash, task, version, parent, plan_hash, round, bytes, signature, optimizer, step_norm, made_ms, state, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    ...[
      hash,
      task,
      version,
      parent,
      planHash,
      round,
      model.bytes,
      signature,
      optimizer,
      stepNorm,
      madeMs,
      state,
      reason,
    ],
  );
  if (model.measured !== null) await keepMeasured(queries, hash, model.measured);
}

export async function keepMeasured(queries: Queries, hash: string, measured: Measured): Promise<void> {
  const { holdOut, questions, quality, before } = measured;
  await queries.run(
    "UPDATE models SET hold_out = $2, questions = $3, quality = $4, quality_before = $5 WHERE hash = $1",
    ...[hash, holdOut, questions, quality, before],
  );
}

export async function setState(
  queries: Queries,
  hash: string,
  state: ModelState,
  reason: string | null,
): Promise<void> {
  await queries.run("UPDATE models SET state = $2, reason = $3 WHERE hash = $1", hash, state, reason);
}

export async function modelOf(queries: Queries, hash: string): Promise<StoredModel | undefined> {
  const [row] = await queries.all("SELECT * FROM models WHERE hash = $1", hash);
  return row && modelFrom(row);
}

/** What came of the plan's round. */
export async function modelOfPlan(queries: Queries, planHash: string): Promise<StoredModel | undefined> {
  const [row] = await queries.all("SELECT * FROM models WHERE plan_hash = $1", planHash);
  return row && modelFrom(row);
}

/** The task's newest, the newest first. */
export async function modelsOf(queries: Queries, task: string, most: number): Promise<readonly StoredModel[]> {
  const rows = await queries.all("SELECT * FROM models WHERE task = $1 ORDER BY version DESC LIMIT $2", task, most);
  return rows.map(modelFrom);
}

const STATES: readonly ModelState[] = ["candidate", "refused", "canary", "published", "rolled-back"];

function modelFrom(row: Row): StoredModel {
  const state = STATES.find((known) => known === row.state);
  if (state === undefined) throw new TypeError(`a model in the unknown state ${row.state}`);
  return {
    hash: text(row, "hash"),
    task: text(row, "task"),
    version: number(row, "version"),
    parent: textOrNull(row, "parent"),
    planHash: text(row, "plan_hash"),
    round: number(row, "round"),
    bytes: bytes(row, "bytes"),
    signature: text(row, "signature"),
    optimizer: bytes(row, "optimizer"),
    stepNorm: number(row, "step_norm"),
    madeMs: number(row, "made_ms"),
    state,
    reason: textOrNull(row, "reason"),
    measured: measuredFrom(row),
  };
}

function measuredFrom(row: Row): Measured | null {
  const [holdOut, questions] = [textOrNull(row, "hold_out"), numberOrNull(row, "questions")];
  const [quality, before] = [numberOrNull(row, "quality"), numberOrNull(row, "quality_before")];
  if (holdOut === null || questions === null || quality === null || before === null) return null;
  return { holdOut, questions, quality, before };
}
