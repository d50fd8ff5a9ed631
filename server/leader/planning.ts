import { parsePlan } from "../../src/core/protocol/parse-plan.ts";
import { isDelta, type PlanTokens, planBytes } from "../../src/core/protocol/plan.ts";
import { planSigned } from "../../src/core/protocol/signed.ts";
import { sha256Hex } from "../crypto/digest.ts";
import { fittingModel } from "../rounds/fitting-model.ts";
import { knownPlan, readablePlan } from "../rounds/known-plan.ts";
import { newRoundKeys } from "../rounds/openers.ts";
import { destroyUnusedKeys, roundKeys } from "../store/keys.ts";
import { modelOf } from "../store/models.ts";
import { addPlan, agreeToPlan, forgetPlan, newestPlan, type StoredPlan } from "../store/plans.ts";
import { addRound, roundOf } from "../store/rounds.ts";
import type { Queries } from "../store/sql.ts";
import { headOf, mayBegin, standingOf } from "../store/tasks.ts";
import { tokenKey } from "../store/token-keys.ts";
import { TEXT } from "../text.ts";
import { newTokenKey } from "../tokens/key.ts";
import type { LeaderContext } from "./context.ts";
import { HelperRefused } from "./helper.ts";
import { makePlan, partyOf, type TaskSettings } from "./task.ts";

/**
 * Sees to it that the task has a plan that all its aggregators have signed and whose round is not at its end; begins none while mayBegin says so. A plan
 * is kept before the helper hears of it, so that after a crash it is asked about the same one. Throws HelperRefused for one that the helper does not
 * follow; the next call makes another for the same round, with the same keys. One that cannot be read, or has waited for the helper until its time was over
 * or its model withdrawn, is given up in the same way: where the helper has signed it without this leader's knowing, the next one's round is another. Throws RefusedError where no plan may be made of the settings: nothing is kept then.
 */
export async function ensurePlan(context: LeaderContext, settings: TaskSettings): Promise<void> {
  const newest = await newestPlan(context.database, settings.task);
  const round = newest && (await roundOf(context.database, newest.hash));
  if (round !== undefined && !round.logged) return;
  if (!(await mayBegin(context.database, settings.task, context.now()))) return;
  if (newest !== undefined && !newest.agreed)
    return (await isStale(context, newest)) ? forgetPlan(context.database, newest.hash) : agreed(context, newest);
  await agreed(context, await propose(context, settings, newest));
}

async function isStale({ database, now }: LeaderContext, stored: StoredPlan): Promise<boolean> {
  const plan = readablePlan(stored);
  if (plan === undefined) return true;
  const { epoch, model } = plan;
  if (now() >= epoch.until) return true;
  return model !== "zero" && (await modelOf(database, model))?.state === "rolled-back";
}

/** Makes the next plan and keeps it; where another process was faster, answers that one's. */
async function propose(
  context: LeaderContext,
  settings: TaskSettings,
  last: StoredPlan | undefined,
): Promise<StoredPlan> {
  const { database, signer, origin, aggregation, now } = context;
  const { task } = settings;
  const before = last && knownPlan(last).plan;
  const { round, helper } = await aggregation.begin(task, (before?.round ?? -1) + 1);
  // Above every version that the helper has signed, also where this leader has forgotten rounds.
  const version = Math.max(before?.version ?? 0, round) + 1;
  const own = await roundKeys(database, task, round, newRoundKeys);
  const ownKeys = own.map(({ id, kem, publicKey }) => ({ id, kem, key: publicKey }));
  const leader = partyOf(origin, signer.publicKey, ownKeys);
  const model = await headFor(database, settings);
  const place = { version, round, model, fromMs: now() };
  const tokens = settings.tokens ? await newTokens(context, task, round) : null;
  const bytes = planBytes(makePlan(settings, place, leader, helper, tokens), TEXT);
  // What devices would refuse is not kept: a task or an origin that is no name, say.
  parsePlan(bytes, TEXT);
  const signature = signer.sign(planSigned(bytes, TEXT));
  const made = { hash: sha256Hex(bytes), bytes, signature, helperSignature: null, agreed: false };
  return database.transaction(async (queries) => {
    await queries.alone();
    const newest = await newestPlan(queries, task);
    if (newest !== undefined && newest.hash !== last?.hash) return newest;
    await addPlan(queries, made, { task, version });
    return made;
  });
}

/** The newest model that is out, where it fits what the task asks for. */
async function headFor(queries: Queries, { task, blocks }: TaskSettings): Promise<string> {
  const asked = blocks.find(isDelta);
  const fitting = asked && (await fittingModel(queries, headOf(await standingOf(queries, task)), asked.size));
  return fitting?.hash ?? "zero";
}

async function newTokens({ database, attestation }: LeaderContext, task: string, round: number): Promise<PlanTokens> {
  const { modulus } = await tokenKey(database, task, round, newTokenKey);
  return { key: modulus, ...attestation };
}

async function agreed({ database, aggregation, log, meters }: LeaderContext, stored: StoredPlan): Promise<void> {
  const { plan } = knownPlan(stored);
  const { task, round } = plan;
  try {
    const signature = await aggregation.agree(stored.bytes);
    await database.transaction(async (queries) => {
      if (!(await agreeToPlan(queries, stored.hash, signature))) throw new Error("the plan was given up meanwhile");
      await addRound(queries, stored.hash, task, round);
      await destroyUnusedKeys(queries, task, round);
    });
    meters.round.set({ task }, round);
    log.info({ task, round, plan: stored.hash }, "a plan is agreed on");
  } catch (error) {
    if (error instanceof HelperRefused) await forgetPlan(database, stored.hash);
    throw error;
  }
}
