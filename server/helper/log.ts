import { entryBytes, type LogEntry, parseLog } from "../../src/core/protocol/log.ts";
import { entrySigned } from "../../src/core/protocol/signed.ts";
import { verifier } from "../crypto/sign.ts";
import type { KnownPlan } from "../rounds/known-plan.ts";
import { placeAfter } from "../rounds/log-place.ts";
import type { Message } from "../rounds/round.ts";
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
  check(entry, known);
  await checkRound(context, entry);
  if (entry.outcome === "abandoned" && !(await abandon(database, entry.planHash, known.limits)))
    throw new Refuse("the round was opened");
  await database.transaction(async (queries) => {
    if (entry.outcome === "opened") await moved(queries, entry, known, { tag: "open" });
    if (entry.outcome === "published") await moved(queries, entry, known, { tag: "publish" });
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
  if (task !== plan.task || round !== plan.round) throw new Refuse("it names another round than its plan");
  const { numerator, denominator } = plan.sigmaSquared;
  if (sigmaSquared.numerator !== numerator || sigmaSquared.denominator !== denominator)
    throw new Refuse("it names other noise");
  const ofRound = outcome === "opened" || outcome === "abandoned";
  if (ofRound && modelHash !== null) throw new Refuse("no model came of it yet");
  if (outcome === "published" && modelHash === null) throw new Refuse("it names no model");
  const hasReports = outcome === "opened" || outcome === "published";
  if (!hasReports && (count !== 0 || setHash !== setHashOf([]))) throw new Refuse(`what is ${outcome} has no reports`);
}

/** A round has one end in the log; what became of its model follows it. */
async function checkRound({ database }: HelperContext, { outcome, planHash }: LogEntry): Promise<void> {
  const round = await roundOf(database, planHash);
  const ends = outcome === "opened" || outcome === "abandoned";
  if (ends && round?.logged) throw new Refuse("the round is in the log");
  if (outcome === "published" && !(round?.logged && round.phase === "opened"))
    throw new Refuse("the round was not opened, or a model of it is in the log");
  if (outcome === "rolled-back" && round?.phase !== "published")
    throw new Refuse("no model of this round was published");
}

/** Takes the round on, over the reports that this helper has in it. */
async function moved(
  queries: Queries,
  { planHash, count, setHash }: LogEntry,
  { limits }: KnownPlan,
  message: Message & { readonly tag: "open" | "publish" },
): Promise<void> {
  const held = await holdRound(queries, planHash);
  if (held.count !== count || held.setHash !== setHash) throw new Refuse("it names other reports");
  const there = message.tag === "open" && held.phase === "opened";
  if (!there && (await advance(queries, held, message, limits)) === undefined)
    throw new Refuse(`the round is ${held.phase}`);
}
