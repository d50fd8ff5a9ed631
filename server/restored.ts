import { MAX_LOG_BYTES } from "../src/core/protocol/bounds.ts";
import { entryBytes, parseLog, type SignedEntry } from "../src/core/protocol/log.ts";
import { entrySigned } from "../src/core/protocol/signed.ts";
import { verifier } from "./crypto/sign.ts";
import { boundedBody } from "./http/bounded.ts";
import { KnownPlans } from "./rounds/known-plan.ts";
import { placeAfter } from "./rounds/log-place.ts";
import { abandon } from "./store/closings.ts";
import { addEntry, lastEntry } from "./store/entries.ts";
import { destroyKeys, keyedRounds } from "./store/keys.ts";
import { forgetUnsigned, knownTasks } from "./store/plans.ts";
import { markLogged, unfinishedRounds } from "./store/rounds.ts";
import type { Database } from "./store/sql.ts";
import { rollBackLogged } from "./store/steps.ts";
import { TEXT } from "./text.ts";

/** The other aggregator, whose copy of the log both have signed. */
export interface LogSource {
  readonly signKey: string;
  readonly address: string;
}

const LIMIT_MS = 30_000;

/**
 * For a store that comes from a backup: rounds that were open then may have gone on since, so none of them is ever opened from here; new noise on an old
 * sum would let readers average it away. Every key goes, since what is sealed to it may have been opened already.
 */
export async function abandonOpenRounds(database: Database): Promise<void> {
  const plans = new KnownPlans(database, () => true);
  for (const { planHash } of await unfinishedRounds(database)) {
    const known = await plans.get(planHash);
    if (known !== undefined) await abandon(database, planHash, known.limits);
  }
  await database.transaction(async (queries) => {
    for (const { task, round } of await keyedRounds(queries)) await destroyKeys(queries, task, round);
  });
  await database.forget();
}

/**
 * For a leader's store that comes from a backup: gives up plans that wait for the helper's signature, whose keys are gone, and takes over what the log of every task has come to
 * since, those that the backup does not know of yet among them.
 */
export async function takeLogsOver(
  database: Database,
  configured: readonly string[],
  leaderKey: string,
  helper: LogSource,
): Promise<void> {
  for (const task of new Set([...configured, ...(await knownTasks(database))])) {
    await forgetUnsigned(database, task);
    await catchUp(database, task, leaderKey, helper);
  }
}

async function catchUp(database: Database, task: string, leaderKey: string, helper: LogSource): Promise<void> {
  for (;;) {
    const { n: from } = placeAfter(await lastEntry(database, task));
    const entries = parseLog(await fetched(`${helper.address}/v1/log/${task}?from=${from}`), TEXT);
    if (entries.length === 0) return;
    for (const entry of entries) await take(database, entry, task, leaderKey, helper.signKey);
  }
}

async function fetched(url: string): Promise<Uint8Array> {
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(LIMIT_MS) });
  if (!response.ok) throw new Error(`the helper answers for its log with ${response.status}`);
  return boundedBody(response, MAX_LOG_BYTES);
}

async function take(
  database: Database,
  { entry, signatures }: SignedEntry,
  task: string,
  leaderKey: string,
  helperKey: string,
): Promise<void> {
  const bytes = entryBytes(entry, TEXT);
  const signed = entrySigned(bytes, TEXT);
  const { leader, helper } = signatures;
  if (helper === null || !verifier(leaderKey)(signed, leader) || !verifier(helperKey)(signed, helper))
    throw new Error(`the helper's log has an entry ${entry.n} that not both have signed`);
  const { n, previous } = placeAfter(await lastEntry(database, task));
  if (entry.task !== task || entry.n !== n || entry.previous !== previous)
    throw new Error(`the helper's log does not go on from this one at entry ${entry.n}`);
  await database.transaction(async (queries) => {
    await addEntry(queries, task, n, { bytes, leaderSignature: leader, helperSignature: helper });
    await markLogged(queries, entry.planHash);
    if (entry.outcome === "rolled-back") await rollBackLogged(queries, task, entry.planHash);
  });
}
