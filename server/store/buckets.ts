import type { Limits } from "../rounds/round.ts";
import { advance, holdRound } from "./rounds.ts";
import { bytes, type Database, listed, type Queries, text } from "./sql.ts";

/** The round's `bucketKey`, drawn when it is first asked for. */
export async function ownBucketKey(database: Database, planHash: string, draw: () => string): Promise<string> {
  return database.transaction(async (queries) => {
    const { bucketKey } = await holdRound(queries, planHash);
    return bucketKey ?? drawn(queries, planHash, draw());
  });
}

async function drawn(queries: Queries, planHash: string, key: string): Promise<string> {
  await queries.run("UPDATE rounds SET bucket_key = $2 WHERE plan_hash = $1", planHash, key);
  return key;
}

/** What the leader is bound to. */
export interface Bound {
  readonly planHash: string;
  readonly count: number;
  readonly commitment: string;
}

/**
 * At the helper: binds the leader to its part of the key, takes no more reports from here on, and answers the helper's own part, the same each time. Undefined
 * where the round has another number of reports, has ended, or the leader was bound to another part.
 */
export async function bindBuckets(
  database: Database,
  { planHash, count, commitment }: Bound,
  limits: Limits,
  draw: () => string,
): Promise<string | undefined> {
  return database.transaction(async (queries) => {
    const held = await holdRound(queries, planHash);
    if (held.count !== count || held.phase === "abandoned") return undefined;
    if (held.phase === "collecting") await advance(queries, held, { tag: "close" }, limits);
    const { bucketKey, bucketCommitment } = held;
    if (bucketCommitment !== null) return bucketCommitment === commitment ? (bucketKey ?? undefined) : undefined;
    await queries.run("UPDATE rounds SET bucket_commitment = $2 WHERE plan_hash = $1", planHash, commitment);
    return bucketKey ?? drawn(queries, planHash, draw());
  });
}

/** What is kept of these reports until their round closes, in the order asked for. Throws where one has nothing. */
export async function keptOf(
  queries: Queries,
  planHash: string,
  reportIds: readonly string[],
): Promise<readonly Uint8Array[]> {
  const rows = await queries.all(
    `SELECT report_id, sealed FROM reports WHERE plan_hash = $1 AND sealed IS NOT NULL AND report_id IN (${listed(reportIds.length, 2)})`,
    ...[planHash, ...reportIds],
  );
  const kept = new Map(rows.map((row) => [text(row, "report_id"), bytes(row, "sealed")]));
  return reportIds.map((id) => {
    const found = kept.get(id);
    if (found === undefined) throw new Error("a report of the round is not kept");
    return found;
  });
}

/** How many of the sums that the round opened no honest reports come to. */
export async function keepDropped(queries: Queries, planHash: string, buckets: number): Promise<void> {
  await queries.run("UPDATE rounds SET buckets_dropped = $2 WHERE plan_hash = $1", planHash, buckets);
}
