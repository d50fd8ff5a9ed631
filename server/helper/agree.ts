import type { HpkeKey, Plan } from "../../src/core/protocol/plan.ts";
import { planSigned } from "../../src/core/protocol/signed.ts";
import { sha256Hex } from "../crypto/digest.ts";
import { epsilonOf } from "../rounds/epsilon.ts";
import { knownPlan } from "../rounds/known-plan.ts";
import { newRoundKeys } from "../rounds/openers.ts";
import { abandonIn } from "../store/closings.ts";
import { destroyUnusedKeys, keysOf, roundKeys } from "../store/keys.ts";
import { addPlan, newestPlan, planOf } from "../store/plans.ts";
import { addRound, newestRound, openPlansBefore } from "../store/rounds.ts";
import type { Queries } from "../store/sql.ts";
import { TEXT } from "../text.ts";
import type { HelperContext } from "./context.ts";
import { Refuse } from "./refuse.ts";

/** The helper's keys for a round to come. Refuses for one that has been. */
export async function keysFor({ database }: HelperContext, task: string, round: number): Promise<readonly HpkeKey[]> {
  const newest = await newestRound(database, task);
  if (newest !== undefined && newest.number >= round) throw new Refuse("the round has been");
  const keys = await roundKeys(database, task, round, newRoundKeys);
  return keys.map(({ id, kem, publicKey }) => ({ id, kem, key: publicKey }));
}

/**
 * The helper's signature of a plan, where it is one that this helper follows: its own origin and keys, its leader, its policy, and a round that has not
 * been. The same plan gets the same signature again. Throws Refuse or RefusedError.
 */
export async function agreeToPlan(context: HelperContext, bytes: Uint8Array): Promise<string> {
  const { database, signer } = context;
  const hash = sha256Hex(bytes);
  const earlier = await planOf(database, hash);
  if (earlier !== undefined) return earlier.signature;
  const stored = { hash, bytes, signature: signer.sign(planSigned(bytes, TEXT)), helperSignature: null, agreed: true };
  const { plan } = knownPlan(stored);
  try {
    await check(context, plan);
  } catch (error) {
    // Another replica of the leader may have been told meanwhile.
    const agreed = await planOf(database, hash);
    if (agreed === undefined) throw error;
    return agreed.signature;
  }
  await database.transaction(async (queries) => {
    await addPlan(queries, stored, plan);
    // Another plan may have taken its place meanwhile.
    if ((await planOf(queries, hash)) === undefined) throw new Refuse("another plan has this version");
    await addRound(queries, hash, plan.task, plan.round);
    await endEarlier(queries, plan);
    await destroyUnusedKeys(queries, plan.task, plan.round);
  });
  await database.forget();
  return stored.signature;
}

/** A leader proposes a plan when the round before is in the log. Where one is still open here, the leader was restored from before it, and nobody ever closes it. */
async function endEarlier(queries: Queries, { task, round }: Plan): Promise<void> {
  for (const planHash of await openPlansBefore(queries, task, round)) {
    const earlier = await planOf(queries, planHash);
    if (earlier === undefined) throw new Error("a round has no plan");
    await abandonIn(queries, planHash, knownPlan(earlier).limits);
  }
}

async function check({ database, signer, origin, leaderKey, policy }: HelperContext, plan: Plan): Promise<void> {
  const { helper, leader, task, round } = plan;
  if (helper?.origin !== origin || helper.signKey !== signer.publicKey)
    throw new Refuse("the plan names another helper");
  if (leader.signKey !== leaderKey) throw new Refuse("the plan names another leader");
  const own = (await keysOf(database, task, round)).map(({ id, kem, publicKey }) => `${id} ${kem} ${publicKey}`);
  if (helper.keys.some(({ id, kem, key }) => !own.includes(`${id} ${kem} ${key}`)))
    throw new Refuse("the plan names a key that is not this round's");
  if (plan.leastReports < policy.leastReports) throw new Refuse(`leastReports is below ${policy.leastReports}`);
  const epsilon = epsilonOf(plan, policy.delta);
  if (!(epsilon <= policy.maxEpsilon))
    throw new Refuse(
      `a device comes to epsilon ${epsilon.toFixed(2)} at delta ${policy.delta}, above ${policy.maxEpsilon}`,
    );
  const newest = await newestPlan(database, task);
  if (newest !== undefined && knownPlan(newest).plan.version >= plan.version)
    throw new Refuse("a plan of this version has been");
  const last = await newestRound(database, task);
  if (last !== undefined && last.number >= round) throw new Refuse("the round has been");
}
