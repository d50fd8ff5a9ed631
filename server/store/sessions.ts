import { type Database, number } from "./sql.ts";

/** Where a shop's session asks for tokens. */
export interface SessionPlace {
  readonly task: string;
  readonly round: number;
  /** SHA-256, in hex, of what the shop calls the session. */
  readonly session: string;
}

/** Counts one more token for the session in this round: false where it has had `most`. The counts go with the round's keys. */
export async function countToken(
  database: Database,
  { task, round, session }: SessionPlace,
  most: number,
): Promise<boolean> {
  return database.transaction(async (queries) => {
    await queries.run(
      "INSERT INTO token_sessions (task, round, session, tokens) VALUES ($1, $2, $3, 0) ON CONFLICT (task, round, session) DO NOTHING",
      ...[task, round, session],
    );
    const [row] = await queries.all(
      `SELECT tokens FROM token_sessions WHERE task = $1 AND round = $2 AND session = $3${queries.forUpdate}`,
      ...[task, round, session],
    );
    if (row === undefined || number(row, "tokens") >= most) return false;
    await queries.run(
      "UPDATE token_sessions SET tokens = tokens + 1 WHERE task = $1 AND round = $2 AND session = $3",
      ...[task, round, session],
    );
    return true;
  });
}
