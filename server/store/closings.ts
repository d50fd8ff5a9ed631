import type { Limits } from "../rounds/round.ts";
import { destroyKeys } from "./keys.ts";
import { forgetSealed } from "./reports.ts";
import { advance, forgetSum, holdRound, keepVector, type StoredRound, vectorOf } from "./rounds.ts";
import type { Database, Queries } from "./sql.ts";

/** What a round is closed over. */
export interface Closed {
  readonly planHash: string;
  readonly count: number;
  readonly setHash: string;
}

/**
 * Adds the noise to the round's sum and keeps what comes of it, once: asked again, it is the share kept then. The sum without noise, the sealed
 * bytes and the HPKE keys go in the same transaction. Undefined where the round may not be closed over this many reports.
 */
export async function keepNoised(
  database: Database,
  { planHash, count, setHash }: Closed,
  limits: Limits,
  noised: (sum: Uint32Array) => Uint32Array,
): Promise<Uint32Array | undefined> {
  const share = await database.transaction(async (queries) => {
    const held = await holdRound(queries, planHash);
    if (held.phase !== "closing" && held.phase !== "collecting") {
      const same = held.count === count && held.setHash === setHash;
      return same ? vectorOf(queries, planHash, "noised") : undefined;
    }
    const sum = await vectorOf(queries, planHash, "sum");
    const closing = held.phase === "closing" ? held : await advance(queries, held, { tag: "close" }, limits);
    if (sum === undefined || closing === undefined) return undefined;
    if ((await advance(queries, closing, { tag: "noise", count, setHash }, limits)) === undefined) return undefined;
    const made = noised(sum);
    await keepVector(queries, planHash, "noised", made);
    await forgetSum(queries, planHash);
    await forgetSealed(queries, planHash);
    await destroyKeys(queries, held.task, held.number);
    return made;
  });
  await database.forget();
  return share;
}

/** The end of a round of which nothing is opened. False where it has ended otherwise. */
export async function abandon(database: Database, planHash: string, limits: Limits): Promise<boolean> {
  const done = await database.transaction((queries) => abandonIn(queries, planHash, limits));
  await database.forget();
  return done;
}

/** The same, within a transaction: whoever begins it sees to what has to be forgotten. */
export async function abandonIn(queries: Queries, planHash: string, limits: Limits): Promise<boolean> {
  const held: StoredRound = await holdRound(queries, planHash);
  if (held.phase === "abandoned") return true;
  if ((await advance(queries, held, { tag: "abandon" }, limits)) === undefined) return false;
  await queries.run("UPDATE rounds SET sum = NULL, noised = NULL WHERE plan_hash = $1", planHash);
  await forgetSealed(queries, planHash);
  await destroyKeys(queries, held.task, held.number);
  return true;
}

/** Keeps the opened sum, once. */
export async function keepOpened(
  database: Database,
  planHash: string,
  opened: Uint32Array,
  limits: Limits,
): Promise<boolean> {
  return database.transaction(async (queries) => {
    const held = await holdRound(queries, planHash);
    if ((await advance(queries, held, { tag: "open" }, limits)) === undefined) return false;
    await keepVector(queries, planHash, "opened", opened);
    return true;
  });
}
