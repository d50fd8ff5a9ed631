import { PROTOCOL } from "../../src/core/protocol/bounds.ts";
import { entryBytes, type LogEntry } from "../../src/core/protocol/log.ts";
import { entrySigned } from "../../src/core/protocol/signed.ts";
import { verifier } from "../crypto/sign.ts";
import type { KnownPlan } from "../rounds/known-plan.ts";
import { placeAfter } from "../rounds/log-place.ts";
import { setHashOf } from "../rounds/set-hash.ts";
import { addEntry, lastEntry } from "../store/entries.ts";
import { markLogged, type StoredRound } from "../store/rounds.ts";
import { TEXT } from "../text.ts";
import type { LeaderContext } from "./context.ts";

/** Writes a round's end into the log, signed by both. Until it is there the round's end is tried again; the entry is the same each time. */
export async function logRound(context: LeaderContext, known: KnownPlan, round: StoredRound): Promise<void> {
  const { database, signer, helper, helperKey } = context;
  const entry = await entryOf(context, known, round);
  const bytes = entryBytes(entry, TEXT);
  const signed = entrySigned(bytes, TEXT);
  const leaderSignature = signer.sign(signed);
  const helperSignature = await helper.log({ entry, signatures: { leader: leaderSignature, helper: null } });
  if (!verifier(helperKey)(signed, helperSignature)) throw new Error("the helper's signature of the entry is none");
  await database.transaction(async (queries) => {
    await addEntry(queries, entry.task, entry.n, { bytes, leaderSignature, helperSignature });
    await markLogged(queries, known.hash);
  });
}

async function entryOf({ database }: LeaderContext, { plan, hash }: KnownPlan, round: StoredRound): Promise<LogEntry> {
  const last = await lastEntry(database, plan.task);
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
