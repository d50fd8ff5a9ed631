import { PROTOCOL } from "../../src/core/protocol/bounds.ts";
import { entryBytes, type LogEntry } from "../../src/core/protocol/log.ts";
import { entrySigned } from "../../src/core/protocol/signed.ts";
import type { KnownPlan } from "../rounds/known-plan.ts";
import { placeAfter } from "../rounds/log-place.ts";
import { isLogged } from "../rounds/logged.ts";
import { setHashOf } from "../rounds/set-hash.ts";
import { addEntry, entryAt, lastEntry } from "../store/entries.ts";
import { isPublicationLogged, markPublicationLogged, type StoredPublication } from "../store/publications.ts";
import { markLogged, roundOf, type StoredRound } from "../store/rounds.ts";
import type { Queries } from "../store/sql.ts";
import { TEXT } from "../text.ts";
import type { LeaderContext } from "./context.ts";
import { HelperRefused } from "./helper.ts";

/**
 * Writes a round's end into the log, signed by all aggregators, unless another leader has. Until it is there the round's end is tried again; the entry is the same
 * each time.
 */
export async function logRound(context: LeaderContext, known: KnownPlan, round: StoredRound): Promise<void> {
  const opened = round.phase === "opened";
  const told: Told = { outcome: opened ? "opened" : "abandoned", modelHash: null, ...(opened && reportsOf(round)) };
  await log(context, known, told, {
    isDone: async (queries) => (await roundOf(queries, known.hash))?.logged ?? false,
    done: (queries) => markLogged(queries, known.hash),
  });
}

/** Writes into the log what became of a plan's model, in the same way. */
export async function logPublication(
  context: LeaderContext,
  known: KnownPlan,
  { task, n, outcome, modelHash }: StoredPublication,
): Promise<void> {
  const { database } = context;
  const round = outcome === "published" ? await roundOf(database, known.hash) : undefined;
  const told: Told = { outcome, modelHash, ...(round && reportsOf(round)) };
  const mark: Mark = {
    isDone: (queries) => isPublicationLogged(queries, task, n),
    done: (queries) => markPublicationLogged(queries, task, n),
  };
  try {
    await log(context, known, told, mark);
  } catch (error) {
    // A store from a backup does again what its log, taken over from the helper, says already.
    if (!(error instanceof HelperRefused && (await isLogged(database, known, told)))) throw error;
    await mark.done(database);
  }
}

type Told = Pick<LogEntry, "outcome" | "modelHash"> & Partial<Pick<LogEntry, "count" | "setHash">>;

const reportsOf = ({ count, setHash }: StoredRound) => ({ count, ...(setHash !== null && { setHash }) });

/** How the store knows that something is in the log. */
interface Mark {
  isDone(queries: Queries): Promise<boolean>;
  done(queries: Queries): Promise<void>;
}

/** Adds an entry that all aggregators sign, and marks it in the same transaction. */
async function log(
  { database, signer, aggregation }: LeaderContext,
  { plan, hash }: KnownPlan,
  told: Told,
  mark: Mark,
): Promise<void> {
  const { task, round, sigmaSquared } = plan;
  const last = await lastEntry(database, task);
  // Looked at after the last entry: one written meanwhile, of whichever round, has this entry's number.
  if (await mark.isDone(database)) return;
  const entry: LogEntry = {
    ...{ protocol: PROTOCOL, task, round, planHash: hash, sigmaSquared },
    ...{ count: 0, setHash: setHashOf([]), ...told, ...placeAfter(last) },
  };
  const bytes = entryBytes(entry, TEXT);
  const leaderSignature = signer.sign(entrySigned(bytes, TEXT));
  const helperSignature = await aggregation.sign(entry, leaderSignature);
  await database.transaction(async (queries) => {
    if (!(await addEntry(queries, task, entry.n, { bytes, leaderSignature, helperSignature }))) {
      const there = await entryAt(queries, task, entry.n);
      if (there === undefined || Buffer.compare(there.bytes, bytes) !== 0)
        throw new Error("another entry has this number");
    }
    await mark.done(queries);
  });
}
