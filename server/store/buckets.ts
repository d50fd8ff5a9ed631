import type { Limits } from "../rounds/round.ts";
import { advance, holdRound } from "./rounds.ts";
import { bytes, type Database, listed, type Queries, text, textOrNull } from "./sql.ts";

/** This aggregator's part of the key that deals a round's reports, in hex; null where none has been drawn. */
export async function bucketKeyOf(queries: Queries, planHash: string): Promise<string | null> {
  const [row] = await queries.all("SELECT bucket_key FROM rounds WHERE plan_hash = $1", planHash);
  return row === undefined ? null : textOrNull(row, "bucket_key");
}

/** The same, drawn when it is first asked for. */
export async function ownBucketKey(database: Database, planHash: string, draw: () => string): Promise<string> {
  return database.transaction(async (queries) => {
    await holdRound(queries, planHash);
    return (await bucketKeyOf(queries, planHash)) ?? drawn(queries, planHash, draw());
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
    const bound = await commitmentOf(queries, planHash);
    if (bound !== null) return bound === commitment ? ((await bucketKeyOf(queries, planHash)) ?? undefined) : undefined;
    await queries.run("UPDATE rounds SET bucket_commitment = $2 WHERE plan_hash = $1", planHash, commitment);
    return (await bucketKeyOf(queries, planHash)) ?? drawn(queries, planHash, draw());
  });
}

/** At the helper: what the leader is bound to; null where it is to nothing. */
export async function commitmentOf(queries: Queries, planHash: string): Promise<string | null> {
  const [row] = await queries.all("SELECT bucket_commitment FROM rounds WHERE plan_hash = $1", planHash);
  return row === undefined ? null : textOrNull(row, "bucket_commitment");
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
