import { bytes, type Queries, type Row, text, textOrNull } from "./sql.ts";

/** An entry of a task's log. */
export interface StoredEntry {
  /** entryBytes, which the signatures are over. */
  readonly bytes: Uint8Array;
  readonly leaderSignature: string;
  readonly helperSignature: string | null;
}

/** The log only grows: an entry that is there stays as it is. Answers whether it was new. */
export async function addEntry(queries: Queries, task: string, n: number, entry: StoredEntry): Promise<boolean> {
  const added = await queries.run(
    `INSERT INTO entries (task, n, bytes, leader_signature, helper_signature) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (task, n) DO NOTHING`,
    ...[task, n, entry.bytes, entry.leaderSignature, entry.helperSignature],
  );
  return added > 0;
}

export async function entryAt(queries: Queries, task: string, n: number): Promise<StoredEntry | undefined> {
  const [row] = await queries.all("SELECT * FROM entries WHERE task = $1 AND n = $2", task, n);
  return row && entryFrom(row);
}

export async function lastEntry(queries: Queries, task: string): Promise<StoredEntry | undefined> {
  const [row] = await queries.all("SELECT * FROM entries WHERE task = $1 ORDER BY n DESC LIMIT 1", task);
  return row && entryFrom(row);
}

/** Entries with numbers of `from` and up, in order. */
export async function entriesFrom(
  queries: Queries,
  task: string,
  from: number,
  most: number,
): Promise<readonly StoredEntry[]> {
  const rows = await queries.all(
    "SELECT * FROM entries WHERE task = $1 AND n >= $2 ORDER BY n LIMIT $3",
    ...[task, from, most],
  );
  return rows.map(entryFrom);
}

const entryFrom = (row: Row): StoredEntry => ({
  bytes: bytes(row, "bytes"),
  leaderSignature: text(row, "leader_signature"),
  helperSignature: textOrNull(row, "helper_signature"),
});
