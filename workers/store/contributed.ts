import type { Database } from "./database.ts";
import { mark, readLedger } from "./ledger.ts";
import { parseReportEntry } from "./parse.ts";
import type { WriteTransaction } from "./schema.ts";
import type { Contributed, ReportEntry } from "./store.ts";

/** What engines know of reports, which a reporter writes (ReportTable): an engine has no bytes for the rest. */
export async function readContributed(database: Database, nowMs: number): Promise<Contributed> {
  const [ledger, rows, next, tokens] = await database.read(["ledger", "reports"], (tx) =>
    Promise.all([
      readLedger(tx, nowMs),
      tx.objectStore("reports").index("atMs").getAll(),
      tx.objectStore("ledger").get("next"),
      tx.objectStore("ledger").get("tokens"),
    ]),
  );
  const reports = rows.flatMap((row) => parseReportEntry(row) ?? []).reverse();
  return { ledger, reports, nextMs: numberOf(next), tokens: numberOf(tokens) };
}

/** Strict, as erasing is: the shopper was told that nothing is sent. */
export function cancelReports(database: Database): Promise<void> {
  return database.write(["ledger", "outbox", "reports"], "strict", async (tx) => {
    const ids = await tx.objectStore("outbox").getAllKeys();
    await Promise.all(ids.map((id) => changeEntry(tx, id, { fate: "cancelled" })));
    await Promise.all([tx.objectStore("outbox").clear(), mark(tx)]);
  });
}

export const numberOf = (value: unknown): number => (typeof value === "number" ? value : 0);

/** Adds to a line of the log, if it is still there. */
export async function changeEntry(tx: WriteTransaction, id: string, what: Partial<ReportEntry>): Promise<void> {
  const reports = tx.objectStore("reports");
  const entry = parseReportEntry(await reports.get(id));
  if (entry !== undefined) await reports.put({ ...entry, ...what }, id);
}
