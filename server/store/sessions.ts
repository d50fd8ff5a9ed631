import type { Database } from "./sql.ts";

/** Where a shop's session asks for tokens. */
export interface SessionPlace {
  readonly task: string;
  readonly round: number;
  /** SHA-256, in hex, of what the shop calls the session. */
  readonly session: string;
}

/** over: the round has no token key any more. */
export type Counted = "counted" | "had-most" | "over";

/** Counts one more token for the session in this round, unless it has had `most`. The counts go with the round's keys: once those are gone, nothing is kept. */
export async function countToken(
  database: Database,
  { task, round, session }: SessionPlace,
  most: number,
): Promise<Counted> {
  return database.transaction(async (queries) => {
    // Held until the end, so that nobody destroys the key, and with it the counts, in between.
    const keys = await queries.all(
      `SELECT task FROM token_keys WHERE task = $1 AND round = $2${queries.forUpdate}`,
      ...[task, round],
    );
    if (keys.length === 0) return "over";
    await queries.run(
      "INSERT INTO token_sessions (task, round, session, tokens) VALUES ($1, $2, $3, 0) ON CONFLICT (task, round, session) DO NOTHING",
      ...[task, round, session],
    );
    const counted = await queries.run(
      "UPDATE token_sessions SET tokens = tokens + 1 WHERE task = $1 AND round = $2 AND session = $3 AND tokens < $4",
      ...[task, round, session, most],
    );
    return counted > 0 ? "counted" : "had-most";
  });
}
