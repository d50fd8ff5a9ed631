import { PGlite } from "@electric-sql/pglite";
import type { Database, Queries, Row } from "./sql.ts";

const INT8 = 20;

/** PostgreSQL inside this process, in a folder: for trying things that will run on a server. */
export async function openPglite(folder: string): Promise<Database> {
  const database = await PGlite.create(folder, { parsers: { [INT8]: Number } });
  return {
    ...queriesOn(database),
    transaction: (work) => database.transaction((transaction) => work(queriesOn(transaction))),
    forget: async () => undefined,
    close: () => database.close(),
  };
}

function queriesOn(client: Pick<PGlite, "query">): Queries {
  return {
    forUpdate: " FOR UPDATE",
    skipLocked: " FOR UPDATE SKIP LOCKED",
    alone: async () => void (await client.query("SELECT pg_advisory_xact_lock(hashtext(current_schema()))")),
    all: async (sql, ...values) => (await client.query<Row>(sql, [...values])).rows,
    run: async (sql, ...values) => (await client.query(sql, [...values])).affectedRows ?? 0,
  };
}
