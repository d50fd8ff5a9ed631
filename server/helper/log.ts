import { entryBytes, type LogEntry, parseLog } from "../../src/core/protocol/log.ts";
import { entrySigned } from "../../src/core/protocol/signed.ts";
import { verifier } from "../crypto/sign.ts";
import type { KnownPlan } from "../rounds/known-plan.ts";
import { placeAfter } from "../rounds/log-place.ts";
import { setHashOf } from "../rounds/set-hash.ts";
import { abandon } from "../store/closings.ts";
import { addEntry, entryAt, lastEntry } from "../store/entries.ts";
import { advance, holdRound, markLogged, roundOf } from "../store/rounds.ts";
import type { Queries } from "../store/sql.ts";
import { TEXT } from "../text.ts";
import { type HelperContext, signedPlan } from "./context.ts";
import { Refuse } from "./refuse.ts";

/** The helper's signature of the log's next entry, where it says what the helper has seen itself. The same entry gets the same signature again. */
export async function signEntry(context: HelperContext, body: Uint8Array): Promise<string> {
  const { database, signer, leaderKey } = context;
  const [signed, ...more] = parseLog(body, TEXT);
  if (signed === undefined || more.length > 0) throw new Refuse("one entry at a time");
  const { entry, signatures } = signed;
  const bytes = entryBytes(entry, TEXT);
  if (!verifier(leaderKey)(entrySigned(bytes, TEXT), signatures.leader))
    throw new Refuse("the leader has not signed it");
  const signature = signer.sign(entrySigned(bytes, TEXT));
  if (await isThere(database, entry, bytes)) return signature;
  const { n, previous } = placeAfter(await lastEntry(database, entry.task));
  if (entry.n !== n || entry.previous !== previous) throw new Refuse("it does not follow the last entry");
  const known = await signedPlan(context, entry.planHash);
  if ((await roundOf(database, entry.planHash))?.logged) throw new Refuse("the round is in the log");
  check(entry, known);
  if (entry.outcome === "opened") await opened(context, entry, known);
  else if (!(await abandon(database, entry.planHash, known.limits))) throw new Refuse("the round was opened");
  await database.transaction(async (queries) => {
    const stored = { bytes, leaderSignature: signatures.leader, helperSignature: signature };
    if (!(await addEntry(queries, entry.task, entry.n, stored))) await isThere(queries, entry, bytes);
    await markLogged(queries, entry.planHash);
  });
  return signature;
}

/** Whether the log has this very entry. Throws Refuse where another one has its number. */
async function isThere(queries: Queries, { task, n }: LogEntry, bytes: Uint8Array): Promise<boolean> {
  const there = await entryAt(queries, task, n);
  if (there !== undefined && Buffer.compare(there.bytes, bytes) !== 0)
    throw new Refuse("another entry has this number");
  return there !== undefined;
}

function check({ outcome, task, round, sigmaSquared, count, setHash, modelHash }: LogEntry, { plan }: KnownPlan): void {
  if (outcome !== "opened" && outcome !== "abandoned") throw new Refuse(`nothing is ${outcome} here`);
  if (task !== plan.task || round !== plan.round) throw new Refuse("it names another round than its plan");
  const { numerator, denominator } = plan.sigmaSquared;
  if (sigmaSquared.numerator !== numerator || sigmaSquared.denominator !== denominator)
    throw new Refuse("it names other noise");
  if (modelHash !== null) throw new Refuse("no model came of it yet");
  if (outcome === "abandoned" && (count !== 0 || setHash !== setHashOf([])))
    throw new Refuse("an abandoned round has no reports");
}

async function opened({ database }: HelperContext, { planHash, count, setHash }: LogEntry, { limits }: KnownPlan) {
  await database.transaction(async (queries) => {
    const held = await holdRound(queries, planHash);
    if (held.count !== count || held.setHash !== setHash) throw new Refuse("it names other reports");
    if (held.phase !== "opened" && (await advance(queries, held, { tag: "open" }, limits)) === undefined)
      throw new Refuse(`the round is ${(await roundOf(queries, planHash))?.phase}`);
  });
}
