import { entryBytes, parseLog, type SignedEntry } from "../src/core/protocol/log.ts";
import { entrySigned } from "../src/core/protocol/signed.ts";
import { sha256Hex } from "./crypto/digest.ts";
import { verifier } from "./crypto/sign.ts";
import { KnownPlans } from "./rounds/known-plan.ts";
import { placeAfter } from "./rounds/log-place.ts";
import { abandon } from "./store/closings.ts";
import { addEntry, lastEntry } from "./store/entries.ts";
import { markLogged, unfinishedRounds } from "./store/rounds.ts";
import type { Database } from "./store/sql.ts";
import { TEXT } from "./text.ts";

/**
 * For a store that comes from a backup: rounds that were open then may have gone on since, so none of them is ever opened from here; new noise on an old
 * sum would let readers average it away. A leader also takes over what the log has come to meanwhile, from the helper, whose copy both have signed.
 */
export async function abandonOpenRounds(
  database: Database,
  leaderKey: string,
  helper: { readonly signKey: string; readonly address: string } | undefined,
): Promise<void> {
  const plans = new KnownPlans(database, () => true);
  const open = await unfinishedRounds(database);
  for (const { planHash } of open) {
    const known = await plans.get(planHash);
    if (known !== undefined) await abandon(database, planHash, known.limits);
  }
  if (helper === undefined) return;
  for (const task of new Set(open.map((round) => round.task))) await catchUp(database, task, leaderKey, helper);
}

async function catchUp(
  database: Database,
  task: string,
  leaderKey: string,
  helper: { readonly signKey: string; readonly address: string },
): Promise<void> {
  for (;;) {
    const { n: from } = placeAfter(await lastEntry(database, task));
    const response = await fetch(`${helper.address}/v1/log/${task}?from=${from}`, { redirect: "error" });
    if (!response.ok) throw new Error(`the helper answers for its log with ${response.status}`);
    const entries = parseLog(new Uint8Array(await response.arrayBuffer()), TEXT);
    if (entries.length === 0) return;
    for (const entry of entries) await take(database, entry, leaderKey, helper.signKey);
  }
}

async function take(database: Database, { entry, signatures }: SignedEntry, leaderKey: string, helperKey: string) {
  const bytes = entryBytes(entry, TEXT);
  const signed = entrySigned(bytes, TEXT);
  const { leader, helper } = signatures;
  if (helper === null || !verifier(leaderKey)(signed, leader) || !verifier(helperKey)(signed, helper))
    throw new Error(`the helper's log has an entry ${entry.n} that not both have signed`);
  const last = await lastEntry(database, entry.task);
  if (last !== undefined && entry.previous !== sha256Hex(last.bytes))
    throw new Error(`the helper's log does not go on from this one at entry ${entry.n}`);
  await database.transaction(async (queries) => {
    await addEntry(queries, entry.task, entry.n, { bytes, leaderSignature: leader, helperSignature: helper });
    await markLogged(queries, entry.planHash);
  });
}
