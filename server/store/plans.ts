import { bytes, type Queries, type Row, text, textOrNull } from "./sql.ts";

export interface StoredPlan {
  /** SHA-256 of the bytes, in hex. */
  readonly hash: string;
  readonly bytes: Uint8Array;
  /** This party's own. */
  readonly signature: string;
  /** At the leader: the helper's, null until it has agreed. At the helper: null. */
  readonly helperSignature: string | null;
}

/** At the leader: whether both follow this plan. */
export const isAgreed = ({ helperSignature }: StoredPlan): boolean => helperSignature !== null;

/** Where a plan stands among those of its task. */
export interface PlanPlace {
  readonly task: string;
  readonly version: number;
}

/** A plan of this task and version stays the one it was. */
export async function addPlan(queries: Queries, plan: StoredPlan, { task, version }: PlanPlace): Promise<void> {
  await queries.run(
    `INSERT INTO plans (hash, task, version, bytes, signature, helper_signature) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING`,
    ...[plan.hash, task, version, plan.bytes, plan.signature, plan.helperSignature],
  );
}

export async function planOf(queries: Queries, hash: string): Promise<StoredPlan | undefined> {
  const [row] = await queries.all("SELECT * FROM plans WHERE hash = $1", hash);
  return row && planFrom(row);
}

/** The task's plan of the highest version, agreed to or not. */
export async function newestPlan(queries: Queries, task: string): Promise<StoredPlan | undefined> {
  const [row] = await queries.all("SELECT * FROM plans WHERE task = $1 ORDER BY version DESC LIMIT 1", task);
  return row && planFrom(row);
}

/** At the leader: the task's plan of the highest version that both follow. */
export async function newestAgreed(queries: Queries, task: string): Promise<StoredPlan | undefined> {
  const [row] = await queries.all(
    "SELECT * FROM plans WHERE task = $1 AND helper_signature IS NOT NULL ORDER BY version DESC LIMIT 1",
    task,
  );
  return row && planFrom(row);
}

/** Every task that has had a plan. */
export async function knownTasks(queries: Queries): Promise<readonly string[]> {
  return (await queries.all("SELECT DISTINCT task FROM plans ORDER BY task")).map((row) => text(row, "task"));
}

/** False where the plan is not there any more. */
export async function agreeToPlan(queries: Queries, hash: string, helperSignature: string): Promise<boolean> {
  return (await queries.run("UPDATE plans SET helper_signature = $2 WHERE hash = $1", hash, helperSignature)) > 0;
}

/** At the leader, of a plan that the helper does not follow: one that it has signed, for whichever replica, stays. */
export async function forgetPlan(queries: Queries, hash: string): Promise<void> {
  await queries.run("DELETE FROM plans WHERE hash = $1 AND helper_signature IS NULL", hash);
}

/** At the leader: gives up a plan of the task that waits for the helper's signature. */
export async function forgetUnsigned(queries: Queries, task: string): Promise<void> {
  await queries.run("DELETE FROM plans WHERE task = $1 AND helper_signature IS NULL", task);
}

const planFrom = (row: Row): StoredPlan => ({
  hash: text(row, "hash"),
  bytes: bytes(row, "bytes"),
  signature: text(row, "signature"),
  helperSignature: textOrNull(row, "helper_signature"),
});
