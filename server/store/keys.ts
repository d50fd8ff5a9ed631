import type { KeyPair } from "../hpke/kem.ts";
import { type Database, number, type Queries, type Row, text } from "./sql.ts";

/** One of a round's HPKE keys. */
export interface RoundKey extends KeyPair {
  readonly id: number;
  readonly kem: "x25519" | "p256";
}

/** The round's keys, made when they are first asked for. */
export async function roundKeys(
  database: Database,
  task: string,
  round: number,
  make: () => readonly RoundKey[],
): Promise<readonly RoundKey[]> {
  const known = await keysOf(database, task, round);
  if (known.length > 0) return known;
  await database.transaction(async (queries) => {
    for (const { id, kem, privateKey, publicKey } of make())
      await queries.run(
        `INSERT INTO hpke_keys (task, round, id, kem, private_key, public_key) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (task, round, id) DO NOTHING`,
        ...[task, round, id, kem, privateKey, publicKey],
      );
  });
  return keysOf(database, task, round);
}

/** Empty before they are made and after they are destroyed. */
export async function keysOf(queries: Queries, task: string, round: number): Promise<readonly RoundKey[]> {
  const rows = await queries.all("SELECT * FROM hpke_keys WHERE task = $1 AND round = $2 ORDER BY id", task, round);
  return rows.map(keyOf);
}

function keyOf(row: Row): RoundKey {
  const kem = text(row, "kem");
  if (kem !== "x25519" && kem !== "p256") throw new TypeError(`a key of the unknown kem ${kem}`);
  const pair = { privateKey: text(row, "private_key"), publicKey: text(row, "public_key") };
  return { id: number(row, "id"), kem, ...pair };
}

/** Rounds that have keys. */
export async function keyedRounds(
  queries: Queries,
): Promise<readonly { readonly task: string; readonly round: number }[]> {
  const rows = await queries.all("SELECT DISTINCT task, round FROM hpke_keys ORDER BY task, round");
  return rows.map((row) => ({ task: text(row, "task"), round: number(row, "round") }));
}

const OF_A_ROUND: readonly string[] = ["hpke_keys", "token_keys", "token_sessions"];

/** What was sealed to these keys cannot be opened any more, nor a token issued, by anybody. */
export async function destroyKeys(queries: Queries, task: string, round: number): Promise<void> {
  for (const table of OF_A_ROUND) await queries.run(`DELETE FROM ${table} WHERE task = $1 AND round = $2`, task, round);
}

/** Drops keys of rounds before this one that never began: no device has heard of them. */
export async function destroyUnusedKeys(queries: Queries, task: string, before: number): Promise<void> {
  for (const table of OF_A_ROUND)
    await queries.run(
      `DELETE FROM ${table} WHERE task = $1 AND round < $2 AND round NOT IN (SELECT round FROM rounds WHERE task = $1)`,
      ...[task, before],
    );
}
