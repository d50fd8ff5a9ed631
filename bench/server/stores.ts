import { mkdirSync, rmSync } from "node:fs";
import pg from "pg";

const FOLDER = "build/bench/server";
const LOCAL = "postgres://postgres@127.0.0.1:5432/test";
const SCHEMA = "inkling_bench";

/** Where a measured server keeps what it is sent; each time empty. */
export interface Store {
  readonly name: string;
  readonly db: string;
  readonly schema: string;
  empty(): Promise<void>;
}

const sqlite: Store = {
  name: "SQLite",
  db: `sqlite:${FOLDER}/leader.db`,
  schema: SCHEMA,
  empty: async () => {
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
  },
};

const none: Store = { name: "no store", db: "nowhere", schema: SCHEMA, empty: async () => undefined };

/** SQLite, PostgreSQL at DATABASE_URL or 127.0.0.1:5432 where it answers, and none. */
export async function stores(progress: (text: string) => void): Promise<readonly Store[]> {
  const db = process.env.DATABASE_URL ?? LOCAL;
  const asked = async (sql: string): Promise<void> => {
    const client = new pg.Client(db);
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  const postgres: Store = {
    ...{ name: "PostgreSQL", db, schema: SCHEMA },
    empty: () => asked(`DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE`),
  };
  try {
    await postgres.empty();
  } catch (error) {
    progress(`no PostgreSQL: ${error}`);
    return [sqlite, none];
  }
  return [sqlite, postgres, none];
}
