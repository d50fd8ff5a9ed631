import { number, placeholders, type Queries, text } from "./sql.ts";

/** How many reports got an answer for a reason. Nothing in it is of a plan, a device or an address. */
export interface ReportCount {
  readonly answer: string;
  readonly reason: string;
  readonly reports: number;
}

/** Adds to what any process has counted in this hour (hours since 1970). Each pair of answer and reason once. */
export async function addCounts(queries: Queries, hour: number, counts: readonly ReportCount[]): Promise<void> {
  // In one order: processes that hold rows and wait for others' would wait for ever.
  const inOrder = counts.toSorted((a, b) => (`${a.answer} ${a.reason}` < `${b.answer} ${b.reason}` ? -1 : 1));
  await queries.run(
    `INSERT INTO report_counts (hour, answer, reason, reports) VALUES ${placeholders(counts.length, 4)}
     ON CONFLICT (hour, answer, reason) DO UPDATE SET reports = report_counts.reports + excluded.reports`,
    ...inOrder.flatMap(({ answer, reason, reports }) => [hour, answer, reason, reports]),
  );
}

/** Of all processes, from this hour on. */
export async function countsFrom(queries: Queries, hour: number): Promise<readonly ReportCount[]> {
  // PostgreSQL adds 64-bit numbers up to something larger, which drivers hand over as text.
  const rows = await queries.all(
    `SELECT answer, reason, CAST(SUM(reports) AS BIGINT) AS reports FROM report_counts WHERE hour >= $1
     GROUP BY answer, reason ORDER BY answer, reason`,
    hour,
  );
  return rows.map((row) => ({
    answer: text(row, "answer"),
    reason: text(row, "reason"),
    reports: number(row, "reports"),
  }));
}

export async function forgetCountsBefore(queries: Queries, hour: number): Promise<void> {
  await queries.run("DELETE FROM report_counts WHERE hour < $1", hour);
}
