import type { TokenKey } from "../tokens/key.ts";
import { type Database, type Queries, text } from "./sql.ts";

/** The key of the tokens of a task's round, made when it is first asked for. destroyKeys ends it with the round's other keys. */
export async function tokenKey(
  database: Database,
  task: string,
  round: number,
  make: () => Promise<TokenKey>,
): Promise<TokenKey> {
  const known = await tokenKeyOf(database, task, round);
  if (known !== undefined) return known;
  const { privateKey, modulus } = await make();
  await database.run(
    "INSERT INTO token_keys (task, round, private_key, modulus) VALUES ($1, $2, $3, $4) ON CONFLICT (task, round) DO NOTHING",
    ...[task, round, privateKey, modulus],
  );
  return tokenKey(database, task, round, make);
}

/** Undefined before it is made and after it is destroyed. */
export async function tokenKeyOf(queries: Queries, task: string, round: number): Promise<TokenKey | undefined> {
  const [row] = await queries.all("SELECT * FROM token_keys WHERE task = $1 AND round = $2", task, round);
  return row && { privateKey: text(row, "private_key"), modulus: text(row, "modulus") };
}
