import { PGlite } from "@electric-sql/pglite";
import { INT8, postgresQueries } from "./postgres-queries.ts";
import type { Database, Queries, Row } from "./sql.ts";

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

const queriesOn = (client: Pick<PGlite, "query">): Queries =>
  postgresQueries(async (sql, values) => {
    const { rows, affectedRows = 0 } = await client.query<Row>(sql, values);
    return { rows, changed: affectedRows };
  });
