import { addTo } from "../../src/core/privacy/share/share.ts";
import type { Limits } from "../rounds/round.ts";
import { spentAmong, unspent } from "./reports.ts";
import { advance, holdRound, keepVector, vectorOf } from "./rounds.ts";
import { bytes, type Database, listed, placeholders, type Queries, text } from "./sql.ts";

/** One report of a batch. */
export interface JudgedReport {
  readonly reportId: string;
  /** Undefined where there is nothing to add. */
  readonly share: Uint32Array | undefined;
  /** What is kept of it until the round closes, where it is to be dealt into a bucket. */
  readonly kept: Uint8Array | null;
  /** The nonce, in hex, of the token that it spends. */
  readonly token: string | null;
}

/** What became of a report. unfit: it had no share. known: the round has a report of this id. replayed: another report has spent its token. */
export type Judgement = "added" | "unfit" | "known" | "replayed";

/** A batch that the helper has been through. */
export interface Judged {
  readonly planHash: string;
  readonly batchId: string;
  /** SHA-256 in hex of the batch's bytes. */
  readonly bodyHash: string;
  readonly reports: readonly JudgedReport[];
  /** Values of a report. */
  readonly size: number;
}

/** What the helper answered to this batch earlier. */
export async function verdictOf(
  queries: Queries,
  batchId: string,
): Promise<{ readonly bodyHash: string; readonly verdict: Uint8Array } | undefined> {
  const [row] = await queries.all("SELECT body_hash, verdict FROM batches WHERE batch_id = $1", batchId);
  return row && { bodyHash: text(row, "body_hash"), verdict: bytes(row, "verdict") };
}

/**
 * Adds the shares of reports that no batch of the round has brought before, nor their tokens, and keeps the answer, in one transaction. Undefined where
 * the round takes no more, or not so many. `spell` writes the answer's bytes.
 */
export async function judgeBatch(
  database: Database,
  { planHash, batchId, bodyHash, reports, size }: Judged,
  limits: Limits,
  spell: (judgements: readonly Judgement[]) => Uint8Array,
): Promise<Uint8Array | undefined> {
  return database.transaction(async (queries) => {
    const held = await holdRound(queries, planHash);
    const earlier = await verdictOf(queries, batchId);
    if (earlier !== undefined) return earlier.bodyHash === bodyHash ? earlier.verdict : undefined;
    const seen = await seenAmong(
      queries,
      planHash,
      reports.map(({ reportId }) => reportId),
    );
    const fresh = reports.filter(({ reportId, share }) => share !== undefined && !seen.has(reportId));
    const tokens = fresh.flatMap(({ token }) => token ?? []);
    const added = unspent(fresh, await spentAmong(queries, planHash, tokens));
    const received = await advance(queries, held, { tag: "receive", reports: added.length }, limits);
    if (received === undefined) return undefined;
    await advance(queries, received, { tag: "add", reports: added.length }, limits);
    if (added.length > 0) {
      await queries.run(
        `INSERT INTO reports (plan_hash, report_id, state, token, sealed) VALUES ${placeholders(added.length, 5)}`,
        ...added.flatMap(({ reportId, token, kept }) => [planHash, reportId, "accepted", token, kept]),
      );
      const sum = (await vectorOf(queries, planHash, "sum")) ?? new Uint32Array(size);
      for (const { share } of added) if (share !== undefined) addTo(sum, share);
      await keepVector(queries, planHash, "sum", sum);
    }
    const isAdded = new Set(added);
    const verdict = spell(
      reports.map((report) => {
        if (isAdded.has(report)) return "added";
        if (report.share === undefined) return "unfit";
        return seen.has(report.reportId) ? "known" : "replayed";
      }),
    );
    await queries.run(
      `INSERT INTO batches (batch_id, plan_hash, state, claimed_ms, body_hash, verdict) VALUES ($1, $2, 'settled', 0, $3, $4)`,
      ...[batchId, planHash, bodyHash, verdict],
    );
    return verdict;
  });
}

async function seenAmong(queries: Queries, planHash: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await queries.all(
    `SELECT report_id FROM reports WHERE plan_hash = $1 AND report_id IN (${listed(ids.length, 2)})`,
    ...[planHash, ...ids],
  );
  return new Set(rows.map((row) => text(row, "report_id")));
}
