import { closeSync, openSync } from "node:fs";
import SQLite from "libsql";
import type { Database, Queries, Row, Value } from "./sql.ts";
import { Turns } from "./turns.ts";

/** How long to wait for another process that writes to the same file. */
const BUSY_MS = 10_000;
/** A sealed report has some 64 kB: larger pages hold it in fewer. */
const PAGE_BYTES = 16_384;
/** The log is written back into the file every so many pages, 64 MB: not after each group of reports. */
const LOG_PAGES = 4_096;

/**
 * One file, by libsql. Every commit is synced (WAL, synchronous FULL). The driver answers at once, so that transactions of this process take
 * turns; a second process waits for its own turn.
 */
export function openSqlite(file: string): Database {
  // Made here, since only its owner may read the keys in it.
  closeSync(openSync(file, "a", 0o600));
  const database = new SQLite(file);
  database.pragma(`busy_timeout = ${BUSY_MS}`);
  database.pragma(`page_size = ${PAGE_BYTES}`);
  database.pragma("journal_mode = WAL");
  database.pragma(`wal_autocheckpoint = ${LOG_PAGES}`);
  database.pragma("synchronous = FULL");
  database.pragma("secure_delete = ON");
  const prepared = new Map<string, SQLite.Statement<unknown[]>>();
  const turns = new Turns();

  const statement = (sql: string): SQLite.Statement<unknown[]> => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const made = database.prepare(sql.replace(/\$(\d+)/g, "?$1"));
    prepared.set(sql, made);
    return made;
  };

  const queries: Queries = {
    forUpdate: "",
    skipLocked: "",
    alone: async () => undefined,
    all: async (sql, ...values) =>
      statement(sql)
        .all(...bound(values))
        .map(rowOf),
    run: async (sql, ...values) => statement(sql).run(...bound(values)).changes,
  };

  return {
    ...queries,
    all: (sql, ...values) => turns.take(() => queries.all(sql, ...values)),
    run: (sql, ...values) => turns.take(() => queries.run(sql, ...values)),
    transaction: (work) =>
      turns.take(async () => {
        database.exec("BEGIN IMMEDIATE");
        try {
          const result = await work(queries);
          database.exec("COMMIT");
          return result;
        } catch (error) {
          // A full disk has rolled back by itself.
          if (database.inTransaction) database.exec("ROLLBACK");
          throw error;
        }
      }),
    forget: () => turns.take(async () => void database.pragma("wal_checkpoint(TRUNCATE)")),
    close: () => turns.take(async () => void database.close()),
  };
}

/** The driver's bytes are ArrayBuffers. */
function rowOf(found: unknown): Row {
  // The cast: the driver's rows are objects of the column types that migrations.ts declares.
  const row = found as Record<string, Row[string] | ArrayBuffer>;
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      value instanceof ArrayBuffer ? new Uint8Array(value) : value,
    ]),
  );
}

/** The driver takes Buffers for bytes, and nothing else. */
const bound = (values: readonly Value[]): readonly unknown[] =>
  values.map((value) =>
    value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value,
  );
