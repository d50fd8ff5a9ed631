import { addTo } from "../../src/core/privacy/share/share.ts";
import type { Limits } from "../rounds/round.ts";
import { advance, holdRound, keepVector, vectorOf } from "./rounds.ts";
import { bytes, type Database, listed, type Queries, type Row, text } from "./sql.ts";

/** Reports that the leader has set aside for the helper to agree to. */
export interface StoredBatch {
  readonly batchId: string;
  /** In the order that they are sent in. */
  readonly reports: readonly { readonly reportId: string; readonly sealed: Uint8Array }[];
}

export interface Claim {
  readonly planHash: string;
  /** Fewer pending reports than this are left to wait for more. */
  readonly least: number;
  readonly most: number;
  readonly batchId: string;
  /** Whoever asks, by a name of its own. It is at one batch at a time: what it has claimed before it is at no more, or never heard that it has. */
  readonly claimant: string;
  readonly nowMs: number;
  /** A batch that another has claimed longer ago is taken over: whoever had it has gone, or will find it settled. */
  readonly leaseMs: number;
}

/** A batch that nobody is at, or a new one of pending reports. Undefined where there is neither. A report is in one batch for ever. */
export async function claimBatch(database: Database, claim: Claim): Promise<StoredBatch | undefined> {
  return database.transaction(async (queries) => {
    const batchId = (await left(queries, claim)) ?? (await gathered(queries, claim));
    if (batchId === undefined) return undefined;
    const rows = await queries.all(
      "SELECT report_id, sealed FROM reports WHERE batch_id = $1 ORDER BY report_id",
      batchId,
    );
    return {
      batchId,
      reports: rows.map((row) => ({ reportId: text(row, "report_id"), sealed: bytes(row, "sealed") })),
    };
  });
}

async function left(queries: Queries, { planHash, claimant, nowMs, leaseMs }: Claim): Promise<string | undefined> {
  const [row] = await queries.all(
    `SELECT batch_id FROM batches WHERE plan_hash = $1 AND state = 'sent' AND (claimed_ms <= $2 OR claimed_by = $3) LIMIT 1${queries.skipLocked}`,
    ...[planHash, nowMs - leaseMs, claimant],
  );
  if (row === undefined) return undefined;
  const batchId = text(row, "batch_id");
  await queries.run(
    "UPDATE batches SET claimed_ms = $2, claimed_by = $3 WHERE batch_id = $1",
    ...[batchId, nowMs, claimant],
  );
  return batchId;
}

async function gathered(
  queries: Queries,
  { planHash, least, most, batchId, claimant, nowMs }: Claim,
): Promise<string | undefined> {
  const rows = await queries.all(
    `SELECT report_id FROM reports WHERE plan_hash = $1 AND state = 'pending' LIMIT $2${queries.skipLocked}`,
    ...[planHash, most],
  );
  if (rows.length === 0 || rows.length < least) return undefined;
  await queries.run(
    "INSERT INTO batches (batch_id, plan_hash, state, claimed_ms, claimed_by) VALUES ($1, $2, 'sent', $3, $4)",
    ...[batchId, planHash, nowMs, claimant],
  );
  await queries.run(
    `UPDATE reports SET state = 'batched', batch_id = $2 WHERE plan_hash = $1 AND report_id IN (${listed(rows.length, 3)})`,
    ...[planHash, batchId, ...rows.map((row: Row) => text(row, "report_id"))],
  );
  return batchId;
}

/** What both aggregators have agreed on: the sum of the leader's shares of these reports; the batch's others are dropped. */
export interface Settlement {
  readonly planHash: string;
  readonly batchId: string;
  readonly accepted: readonly string[];
  readonly sum: Uint32Array;
  /** Whether sealed bytes of what is accepted stay until the round closes, to be dealt into buckets. */
  readonly keep: boolean;
}

/** Adds a batch to the round's sum, once: false where it has been settled already. Sealed bytes go at once, but those that are to stay. */
export async function settleBatch(
  database: Database,
  { planHash, batchId, accepted, sum, keep }: Settlement,
  limits: Limits,
): Promise<boolean> {
  return database.transaction(async (queries) => {
    const held = await holdRound(queries, planHash);
    const settled = await queries.run(
      "UPDATE batches SET state = 'settled' WHERE batch_id = $1 AND state = 'sent'",
      batchId,
    );
    if (settled === 0) return false;
    if ((await advance(queries, held, { tag: "add", reports: accepted.length }, limits)) === undefined)
      throw new Error(`a batch came to a round that is ${held.phase}`);
    if (accepted.length > 0)
      await queries.run(
        `UPDATE reports SET state = 'accepted'${keep ? "" : ", sealed = NULL"} WHERE batch_id = $1 AND report_id IN (${listed(accepted.length, 2)})`,
        ...[batchId, ...accepted],
      );
    await queries.run(
      "UPDATE reports SET state = 'dropped', sealed = NULL WHERE batch_id = $1 AND state <> 'accepted'",
      batchId,
    );
    if (accepted.length === 0) return true;
    const total = (await vectorOf(queries, planHash, "sum")) ?? new Uint32Array(sum.length);
    addTo(total, sum);
    await keepVector(queries, planHash, "sum", total);
    return true;
  });
}

/** Leaves a batch to whoever comes next. */
export async function releaseBatch(queries: Queries, batchId: string): Promise<void> {
  await queries.run("UPDATE batches SET claimed_ms = 0 WHERE batch_id = $1", batchId);
}

/** Leaves every batch to whoever comes next: for a process that starts, whose earlier self may have had some. */
export async function releaseBatches(queries: Queries): Promise<void> {
  await queries.run("UPDATE batches SET claimed_ms = 0 WHERE state = 'sent'");
}
