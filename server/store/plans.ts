import { bytes, number, type Queries, type Row, text, textOrNull } from "./sql.ts";

export interface StoredPlan {
  /** SHA-256 of the bytes, in hex. */
  readonly hash: string;
  readonly bytes: Uint8Array;
  /** This party's own. */
  readonly signature: string;
  /** At the leader: the helper's, null until it has agreed, and where there is none. At the helper: null. */
  readonly helperSignature: string | null;
  /** Whether all its aggregators follow it: devices may hear of it. */
  readonly agreed: boolean;
}

export const isAgreed = ({ agreed }: StoredPlan): boolean => agreed;

/** Where a plan stands among those of its task. */
export interface PlanPlace {
  readonly task: string;
  readonly version: number;
}

/** A plan of this task and version stays the one it was. */
export async function addPlan(queries: Queries, plan: StoredPlan, { task, version }: PlanPlace): Promise<void> {
  await queries.run(
    `INSERT INTO plans (hash, task, version, bytes, signature, helper_signature, agreed) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT DO NOTHING`,
    ...[plan.hash, task, version, plan.bytes, plan.signature, plan.helperSignature, Number(plan.agreed)],
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

/** At the leader: the task's plan of the highest version that all its aggregators follow. */
export async function newestAgreed(queries: Queries, task: string): Promise<StoredPlan | undefined> {
  const [row] = await queries.all(
    "SELECT * FROM plans WHERE task = $1 AND agreed = 1 ORDER BY version DESC LIMIT 1",
    task,
  );
  return row && planFrom(row);
}

/** Every task that has had a plan. */
export async function knownTasks(queries: Queries): Promise<readonly string[]> {
  return (await queries.all("SELECT DISTINCT task FROM plans ORDER BY task")).map((row) => text(row, "task"));
}

/** False where the plan is not there any more. `helperSignature` is null where there is no helper. */
export async function agreeToPlan(queries: Queries, hash: string, helperSignature: string | null): Promise<boolean> {
  const sql = "UPDATE plans SET helper_signature = $2, agreed = 1 WHERE hash = $1";
  return (await queries.run(sql, hash, helperSignature)) > 0;
}

/** At the leader, of a plan that the helper does not follow: one that it has signed, for whichever replica, stays. */
export async function forgetPlan(queries: Queries, hash: string): Promise<void> {
  await queries.run("DELETE FROM plans WHERE hash = $1 AND agreed = 0", hash);
}

/** At the leader: gives up a plan of the task that waits for the helper's signature. */
export async function forgetUnsigned(queries: Queries, task: string): Promise<void> {
  await queries.run("DELETE FROM plans WHERE task = $1 AND agreed = 0", task);
}

const planFrom = (row: Row): StoredPlan => ({
  hash: text(row, "hash"),
  bytes: bytes(row, "bytes"),
  signature: text(row, "signature"),
  helperSignature: textOrNull(row, "helper_signature"),
  agreed: number(row, "agreed") === 1,
});
