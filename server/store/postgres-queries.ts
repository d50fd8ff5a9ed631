import type { Queries, Row, Value } from "./sql.ts";

/** PostgreSQL's type of 64-bit numbers, which drivers hand over as text; ours are counts and milliseconds. */
export const INT8 = 20;

/** What a driver's own `query` answers. */
export interface Answer {
  readonly rows: readonly Row[];
  readonly changed: number;
}

/** Queries in PostgreSQL's dialect, whichever driver carries them. */
export function postgresQueries(query: (sql: string, values: Value[]) => Promise<Answer>): Queries {
  return {
    forUpdate: " FOR UPDATE",
    skipLocked: " FOR UPDATE SKIP LOCKED",
    alone: async () => void (await query("SELECT pg_advisory_xact_lock(hashtext(current_schema()))", [])),
    all: async (sql, ...values) => (await query(sql, [...values])).rows,
    run: async (sql, ...values) => (await query(sql, [...values])).changed,
  };
}
