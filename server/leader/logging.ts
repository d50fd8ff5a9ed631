import { PROTOCOL } from "../../src/core/protocol/bounds.ts";
import { entryBytes, type LogEntry } from "../../src/core/protocol/log.ts";
import { entrySigned } from "../../src/core/protocol/signed.ts";
import { verifier } from "../crypto/sign.ts";
import type { KnownPlan } from "../rounds/known-plan.ts";
import { placeAfter } from "../rounds/log-place.ts";
import { setHashOf } from "../rounds/set-hash.ts";
import { addEntry, entryAt, lastEntry, type StoredEntry } from "../store/entries.ts";
import { markLogged, roundOf, type StoredRound } from "../store/rounds.ts";
import { TEXT } from "../text.ts";
import type { LeaderContext } from "./context.ts";

/**
 * Writes a round's end into the log, signed by both, unless another leader has. Until it is there the round's end is tried again; the entry is the same
 * each time.
 */
export async function logRound(context: LeaderContext, known: KnownPlan, round: StoredRound): Promise<void> {
  const { database, signer, helper, helperKey } = context;
  const last = await lastEntry(database, known.plan.task);
  // Looked at after the last entry: one written meanwhile, of whichever round, has this entry's number.
  if ((await roundOf(database, known.hash))?.logged) return;
  const entry = entryOf(last, known, round);
  const bytes = entryBytes(entry, TEXT);
  const signed = entrySigned(bytes, TEXT);
  const leaderSignature = signer.sign(signed);
  const helperSignature = await helper.log({ entry, signatures: { leader: leaderSignature, helper: null } });
  if (!verifier(helperKey)(signed, helperSignature)) throw new Error("the helper's signature of the entry is none");
  await database.transaction(async (queries) => {
    if (!(await addEntry(queries, entry.task, entry.n, { bytes, leaderSignature, helperSignature }))) {
      const there = await entryAt(queries, entry.task, entry.n);
      if (there === undefined || Buffer.compare(there.bytes, bytes) !== 0)
        throw new Error("another entry has this number");
    }
    await markLogged(queries, known.hash);
  });
}

function entryOf(last: StoredEntry | undefined, { plan, hash }: KnownPlan, round: StoredRound): LogEntry {
  const opened = round.phase === "opened";
  return {
    protocol: PROTOCOL,
    ...placeAfter(last),
    task: plan.task,
    round: plan.round,
    planHash: hash,
    outcome: opened ? "opened" : "abandoned",
    count: opened ? round.count : 0,
    setHash: opened && round.setHash !== null ? round.setHash : setHashOf([]),
    sigmaSquared: plan.sigmaSquared,
    modelHash: null,
  };
}
