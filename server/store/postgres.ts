import pg from "pg";
import { INT8, postgresQueries } from "./postgres-queries.ts";
import type { Database, Queries, Row } from "./sql.ts";

/** The most that a connection, a statement, or a transaction between two statements may take. */
const WAIT_MS = 30_000;

const types = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format as "text"),
};

/** A PostgreSQL server, shared by any number of processes; tables are in `schema`, which is made when it is missing. */
export async function openPostgres(url: string, schema: string): Promise<Database> {
  // A replica that has vanished in a transaction must not hold a round for the others.
  const options = `-c search_path=${schema} -c statement_timeout=${WAIT_MS} -c idle_in_transaction_session_timeout=${WAIT_MS}`;
  const pool = new pg.Pool({ connectionString: url, types, max: 10, connectionTimeoutMillis: WAIT_MS, options });
  // A connection that breaks while nobody uses it: the next query opens another.
  pool.on("error", () => undefined);
  // One that breaks between two statements of a transaction: the next statement says so, and nothing may end the process before.
  pool.on("connect", (client) => void client.on("error", () => undefined));
  const made = await pool.query("SELECT 1 FROM pg_namespace WHERE nspname = $1", [schema]);
  if (made.rowCount === 0) await pool.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  return {
    ...queriesOn(pool),
    transaction: async (work) => {
      const client = await pool.connect();
      try {
        await client.query("BEGIN");
        const result = await work(queriesOn(client));
        await client.query("COMMIT");
        client.release();
        return result;
      } catch (error) {
        // A connection that cannot even roll back is thrown away.
        const broken = await client.query("ROLLBACK").then(
          () => false,
          () => true,
        );
        client.release(broken);
        throw error;
      }
    },
    // VACUUM is the server's own affair: docs/operate.md says what that means.
    forget: async () => undefined,
    close: () => pool.end(),
  };
}

const queriesOn = (client: Pick<pg.Pool, "query">): Queries =>
  postgresQueries(async (sql, values) => {
    const { rows, rowCount } = await client.query<Row>(sql, values);
    return { rows, changed: rowCount ?? 0 };
  });
