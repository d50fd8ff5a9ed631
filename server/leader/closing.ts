import { releasedOf } from "../rounds/dealt.ts";
import type { KnownPlan } from "../rounds/known-plan.ts";
import { setHashOf } from "../rounds/set-hash.ts";
import { abandon, keepNoised, keepOpened } from "../store/closings.ts";
import { acceptedIds, tally } from "../store/reports.ts";
import { advance, holdRound, type StoredRound, vectorOf } from "../store/rounds.ts";
import { addBatch } from "./adding.ts";
import type { Noised } from "./aggregation.ts";
import type { LeaderContext } from "./context.ts";
import { dealtSums } from "./dealing.ts";
import { HelperRefused } from "./helper.ts";

/** A batch while reports still come in. */
const LEAST_BATCH = 64;

/** Takes a round as far as it goes now: adds what has come, closes it when its time is over, opens it. */
export async function advanceRound(context: LeaderContext, known: KnownPlan, round: StoredRound): Promise<void> {
  try {
    if (round.phase === "collecting") await collect(context, known, round);
    else if (round.phase === "closing") await close(context, known);
    else if (round.phase === "noised") await open(context, known, await noisedOf(context, round));
  } catch (error) {
    if (!(error instanceof HelperRefused)) throw error;
    context.log.warn({ task: round.task, round: round.number, reason: error.reason }, "the helper refuses the round");
    await abandon(context.database, known.hash, known.limits);
  }
}

async function collect(context: LeaderContext, known: KnownPlan, round: StoredRound): Promise<void> {
  const { database, now } = context;
  const over = now() >= known.plan.epoch.until || round.received >= known.limits.largestBatch;
  if (!over) {
    while (await addBatch(context, known, LEAST_BATCH));
    return;
  }
  await database.transaction(async (queries) => {
    await advance(queries, await holdRound(queries, known.hash), { tag: "close" }, known.limits);
  });
  await close(context, known);
}

async function close(context: LeaderContext, known: KnownPlan): Promise<void> {
  const { database, log } = context;
  while (await addBatch(context, known, 1));
  const { pending, batched, accepted } = await tally(database, known.hash);
  // Another process has them: its turn, or ours again when it is gone.
  if (pending + batched > 0) return;
  const { task, round } = known.plan;
  if (accepted < known.limits.leastReports) {
    log.info({ task, round, reports: accepted, least: known.limits.leastReports }, "too few reports: abandoned");
    await abandon(database, known.hash, known.limits);
    return;
  }
  const reportIds = await acceptedIds(database, known.hash);
  const set = { count: accepted, setHash: setHashOf(reportIds) };
  const dealt = await dealtSums(context, known, set, reportIds);
  const own = await keepNoised(database, { planHash: known.hash, ...set }, known.limits, (sum) =>
    context.aggregation.noised(known, releasedOf(dealt?.sums, sum)),
  );
  if (own === undefined) throw new Error("the round was closed otherwise meanwhile");
  await open(context, known, { ...set, own, bucketKey: dealt?.bucketKey ?? null });
}

async function noisedOf(
  { database }: LeaderContext,
  { planHash, count, setHash, bucketKey }: StoredRound,
): Promise<Noised> {
  const own = await vectorOf(database, planHash, "noised");
  if (own === undefined || setHash === null) throw new Error("the round has no noised share");
  return { count, setHash, own, bucketKey };
}

async function open({ database, aggregation, log }: LeaderContext, known: KnownPlan, noised: Noised): Promise<void> {
  const { task, round } = known.plan;
  const opened = await aggregation.open(known, noised);
  if (await keepOpened(database, known.hash, opened, known.limits))
    log.info({ task, round, reports: noised.count }, "opened");
}
