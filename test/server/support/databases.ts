import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { openStore } from "../../../server/store/open.ts";
import type { Database } from "../../../server/store/sql.ts";

const LOCAL = "postgres://postgres@127.0.0.1:5432/test";

/** A database of one kind that tests fill: empty, opened as often as wanted, gone in the end. */
export interface Place {
  open(): Promise<Database>;
  remove(): Promise<void>;
}

export interface Kind {
  readonly name: string;
  /** Why there is none here. */
  readonly missing?: string;
  readonly place: () => Place;
}

function sqlite(): Place {
  const folder = mkdtempSync(join(tmpdir(), "inkling-store-"));
  return {
    open: () => openStore(`sqlite:${join(folder, "store.db")}`, "unused"),
    remove: async () => rmSync(folder, { recursive: true }),
  };
}

function pglite(): Place {
  const folder = mkdtempSync(join(tmpdir(), "inkling-store-"));
  return {
    open: () => openStore(`pglite:${folder}`, "unused"),
    remove: async () => rmSync(folder, { recursive: true }),
  };
}

let places = 0;

function postgres(url: string): () => Place {
  return () => {
    const schema = `inkling_test_${process.pid}_${places++}`;
    return {
      open: () => openStore(url, schema),
      remove: async () => {
        const client = new pg.Client(url);
        await client.connect();
        await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
        await client.end();
      },
    };
  };
}

/** Whether anybody listens there. */
function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    const done = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once("connect", () => done(true));
    socket.once("error", () => done(false));
    socket.setTimeout(5_000, () => done(false));
  });
}

async function postgresHere(): Promise<Kind> {
  const url = process.env.DATABASE_URL;
  if (url !== undefined) return { name: "PostgreSQL at DATABASE_URL", place: postgres(url) };
  const there = await answers("127.0.0.1", 5432);
  const missing = there ? {} : { missing: "DATABASE_URL is not set and nothing answers at 127.0.0.1:5432" };
  return { name: "PostgreSQL", place: postgres(LOCAL), ...missing };
}

/** A PostgreSQL database of its own, and how to drop it; or why there is none. */
export async function ownPostgres(): Promise<{ url: string; drop: () => Promise<void> } | { missing: string }> {
  const { missing } = await postgresHere();
  if (missing !== undefined) return { missing };
  const shared = process.env.DATABASE_URL ?? LOCAL;
  const name = `inkling_test_${process.pid}`;
  const asked = async (sql: string) => {
    const client = new pg.Client(shared);
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  try {
    await asked(`CREATE DATABASE ${name}`);
  } catch (error) {
    return { missing: `no database can be made there: ${error}` };
  }
  const url = new URL(shared);
  url.pathname = name;
  return { url: url.href, drop: () => asked(`DROP DATABASE ${name} WITH (FORCE)`) };
}

/** PGlite writes its folder through a file system of its own and starts in a second or two. */
export const KINDS: readonly Kind[] = [
  { name: "SQLite", place: sqlite },
  { name: "PGlite", place: pglite },
  await postgresHere(),
];
