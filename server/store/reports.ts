import type { Limits } from "../rounds/round.ts";
import { advance, holdRound } from "./rounds.ts";
import { type Database, listed, number, placeholders, type Queries, text } from "./sql.ts";

/** A report that somebody waits to hear of. */
export interface Incoming {
  readonly reportId: string;
  /** The same for copies of the report, and for no other. */
  readonly digest: string;
  /** The nonce, in hex, of the token that it spends; null where its plan asks for none. */
  readonly token: string | null;
  /** The bytes as they came. */
  readonly sealed: Uint8Array;
}

/**
 * kept: now, durably. known: earlier, the same bytes. clash: another report has this id. replayed: another report has spent this token. closed: the round
 * takes no more.
 */
export type Kept = "kept" | "known" | "clash" | "replayed" | "closed";

/**
 * Keeps reports of one round in one transaction: what is answered "kept" is on the disk, and is counted when the round closes. `accepting` is false
 * where the plan's time is over: then reports are only looked for.
 */
export async function keepReports(
  database: Database,
  planHash: string,
  incoming: readonly Incoming[],
  limits: Limits,
  accepting: boolean,
): Promise<readonly Kept[]> {
  return database.transaction(async (queries) => {
    const held = await holdRound(queries, planHash);
    const known = await digests(queries, planHash, incoming);
    const room = accepting && held.phase === "collecting" ? limits.largestBatch - held.received : 0;
    const spent = await spentAmong(queries, planHash, tokensOf(incoming));
    const unknown = firstOfEach(incoming.filter(({ reportId }) => !known.has(reportId)));
    const fresh = unspent(unknown, spent).slice(0, room);
    if (fresh.length > 0) {
      await insert(queries, planHash, fresh);
      await advance(queries, held, { tag: "receive", reports: fresh.length }, limits);
    }
    const kept = new Set(fresh);
    for (const { reportId, digest, token } of fresh) {
      known.set(reportId, digest);
      if (token !== null) spent.add(token);
    }
    return incoming.map((report) => {
      if (kept.has(report)) return "kept";
      const digest = known.get(report.reportId);
      if (digest !== undefined) return digest === report.digest ? "known" : "clash";
      return report.token !== null && spent.has(report.token) ? "replayed" : "closed";
    });
  });
}

const tokensOf = (reports: readonly Pick<Incoming, "token">[]): readonly string[] =>
  reports.flatMap(({ token }) => token ?? []);

/** Which of these tokens reports of the round have spent. */
export async function spentAmong(queries: Queries, planHash: string, tokens: readonly string[]): Promise<Set<string>> {
  if (tokens.length === 0) return new Set();
  const rows = await queries.all(
    `SELECT token FROM reports WHERE plan_hash = $1 AND token IN (${listed(tokens.length, 2)})`,
    ...[planHash, ...tokens],
  );
  return new Set(rows.map((row) => text(row, "token")));
}

/** The reports whose token nobody has spent, the first of each token. */
export function unspent<T extends Pick<Incoming, "token">>(reports: readonly T[], spent: ReadonlySet<string>): T[] {
  const seen = new Set(spent);
  return reports.filter(({ token }) => token === null || (!seen.has(token) && seen.add(token)));
}

async function digests(
  queries: Queries,
  planHash: string,
  incoming: readonly Incoming[],
): Promise<Map<string, string>> {
  const rows = await queries.all(
    `SELECT report_id, digest FROM reports WHERE plan_hash = $1 AND report_id IN (${listed(incoming.length, 2)})`,
    ...[planHash, ...incoming.map(({ reportId }) => reportId)],
  );
  return new Map(rows.map((row) => [text(row, "report_id"), text(row, "digest")]));
}

function firstOfEach(incoming: readonly Incoming[]): readonly Incoming[] {
  const first = new Map<string, Incoming>();
  for (const report of incoming) if (!first.has(report.reportId)) first.set(report.reportId, report);
  return [...first.values()];
}

async function insert(queries: Queries, planHash: string, reports: readonly Incoming[]): Promise<void> {
  await queries.run(
    `INSERT INTO reports (plan_hash, report_id, state, digest, token, sealed) VALUES ${placeholders(reports.length, 6)}`,
    ...reports.flatMap(({ reportId, digest, token, sealed }) => [planHash, reportId, "pending", digest, token, sealed]),
  );
}

/** What has become of a round's reports. */
export interface Tally {
  readonly pending: number;
  readonly batched: number;
  readonly accepted: number;
  readonly dropped: number;
}

export async function tally(queries: Queries, planHash: string): Promise<Tally> {
  const rows = await queries.all(
    "SELECT state, COUNT(*) AS reports FROM reports WHERE plan_hash = $1 GROUP BY state",
    planHash,
  );
  const counts = new Map(rows.map((row) => [text(row, "state"), number(row, "reports")]));
  const of = (state: keyof Tally): number => counts.get(state) ?? 0;
  return { pending: of("pending"), batched: of("batched"), accepted: of("accepted"), dropped: of("dropped") };
}

/** Ids of the reports in the round's sum. */
export async function acceptedIds(queries: Queries, planHash: string): Promise<readonly string[]> {
  const rows = await queries.all("SELECT report_id FROM reports WHERE plan_hash = $1 AND state = 'accepted'", planHash);
  return rows.map((row) => text(row, "report_id"));
}

/** Sealed bytes go when a round ends; ids and digests stay, so that a late copy is known for one. */
export async function forgetSealed(queries: Queries, planHash: string): Promise<void> {
  await queries.run("UPDATE reports SET sealed = NULL WHERE plan_hash = $1 AND sealed IS NOT NULL", planHash);
}
