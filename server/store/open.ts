import { RequestError } from "../../src/core/errors.ts";
import { migrate } from "./migrations.ts";
import type { Database } from "./sql.ts";

const SCHEMA = /^[a-z_][a-z0-9_]{0,62}$/;

/**
 * Opens what `--db` names and brings its tables up to date: sqlite:FILE, pglite:FOLDER, or postgres://... with the tables in `schema`. Each driver is
 * loaded when it is asked for. Throws RequestError for any other address.
 */
export async function openStore(address: string, schema: string): Promise<Database> {
  const database = await opened(address, schema);
  await migrate(database);
  return database;
}

async function opened(address: string, schema: string): Promise<Database> {
  if (address.startsWith("sqlite:")) return (await import("./sqlite.ts")).openSqlite(address.slice("sqlite:".length));
  if (address.startsWith("pglite:")) return (await import("./pglite.ts")).openPglite(address.slice("pglite:".length));
  if (!/^postgres(ql)?:\/\//.test(address))
    throw new RequestError(`there is no database "${address}": sqlite:FILE, pglite:FOLDER or postgres://...`);
  if (!SCHEMA.test(schema)) throw new RequestError(`"${schema}" is no name for a schema`);
  return (await import("./postgres.ts")).openPostgres(address, schema);
}
