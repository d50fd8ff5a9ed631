import type { Federation } from "../../src/core/bridge/federation.ts";
import type { Digest, TextCodec } from "../../src/core/bytes.ts";
import type { DeviceLimits } from "../../src/core/privacy/ledger/limits.ts";
import { planRefusals } from "../../src/core/privacy/plan/refusals.ts";
import { MAX_MESSAGE_BYTES, MAX_PLAN_BYTES } from "../../src/core/protocol/bounds.ts";
import { fromHex } from "../../src/core/protocol/hex.ts";
import { parsePlan } from "../../src/core/protocol/parse-plan.ts";
import type { Plan } from "../../src/core/protocol/plan.ts";
import { planSigned } from "../../src/core/protocol/signed.ts";
import { parseTask, type Signatures, type TaskAnswer } from "../../src/core/protocol/task.ts";
import { DeclinedError, declining } from "./declined.ts";
import { whyUnmeasurable } from "./measure.ts";
import { baseWeights, type KnownWeights } from "./models.ts";
import type { Net } from "./net.ts";
import { verifies } from "./verify.ts";

export interface NamedPlan {
  readonly plan: Plan;
  /** SHA-256 of its bytes, in hex. */
  readonly hash: string;
}

/** A plan that all its aggregators have signed and this device takes part in. */
export interface Agreed extends NamedPlan {
  /** That its delta starts from, as sharedHead reads them; none where it has no delta. */
  readonly weights: Float32Array;
}

export interface Asking {
  readonly federation: Federation;
  readonly limits: DeviceLimits;
  readonly net: Net;
  readonly text: TextCodec;
  readonly digest: Digest;
  readonly now: () => number;
  /** When the device's ledger began, epoch ms. */
  readonly begunMs: number;
  /** Whether a plan has been answered before. */
  readonly isAnswered: (hash: string) => Promise<boolean>;
}

/** A plan's first reports may come this much before it, by the device's clock. */
const EARLY_MS = 60_000;

/** What the leader says that the task stands at. Throws DeclinedError for what is no answer, FetchError where there is none. */
export async function taskAnswer({ federation, net, text }: Asking): Promise<TaskAnswer> {
  const { leader, task } = federation;
  const answer = await declining(async () =>
    parseTask(await net.get(`${leader}/v1/tasks/${task}`, MAX_MESSAGE_BYTES), text),
  );
  if (answer.task !== task) throw new DeclinedError(`the leader speaks of the task ${answer.task}`);
  return answer;
}

/**
 * The plan that the task stands at; undefined where none takes reports now, or this one has been answered, or may have been. Throws DeclinedError for one that is not what
 * it should be, FetchError where an aggregator cannot be reached.
 */
export function agreedPlan(
  asking: Asking,
  answer: TaskAnswer,
  known: KnownWeights | undefined,
): Promise<Agreed | undefined> {
  const { federation, text, now, isAnswered } = asking;
  const { leader } = federation;
  const { plan: hash, signatures, state } = answer;
  return declining(async () => {
    if (state === "waiting" || hash === null || signatures === null) return undefined;
    if (await isAnswered(hash)) return undefined;
    const bytes = await planBytes(asking, leader, hash);
    await checkSignatures(asking, bytes, signatures);
    const plan = parsePlan(bytes, text);
    checkPinned(federation, plan);
    if (now() >= plan.epoch.until || now() < plan.epoch.from - EARLY_MS) return undefined;
    checkDemands(asking.limits, plan);
    if (mayBeAnswered(asking, plan)) return undefined;
    // The other operator shows the very same plan to everybody.
    if (federation.trustMode === "A") await planBytes(asking, federation.helper, hash);
    return { plan, hash, weights: await baseWeights(asking, plan, known) };
  });
}

async function planBytes({ net, digest }: Asking, origin: string, hash: string): Promise<Uint8Array> {
  const bytes = await net.get(`${origin}/v1/plans/${hash}`, MAX_PLAN_BYTES);
  if ((await digest(bytes)) !== hash) throw new DeclinedError(`${origin} has another plan under the hash of this one`);
  return bytes;
}

/** Before anything in it is believed. */
async function checkSignatures(
  { federation, text }: Asking,
  bytes: Uint8Array,
  { leader, helper }: Signatures,
): Promise<void> {
  const message = planSigned(bytes, text);
  const byLeader = await verifies(fromHex(federation.leaderKey), fromHex(leader), message);
  if (!byLeader) throw new DeclinedError("the plan is not signed by the leader that the shop names");
  // checkPinned sees to it that a plan of this mode names no helper.
  if (federation.trustMode === "C") return;
  const byHelper = helper !== null && (await verifies(fromHex(federation.helperKey), fromHex(helper), message));
  if (!byHelper) throw new DeclinedError("the plan is not signed by the helper that the shop names");
}

function checkPinned(federation: Federation, plan: Plan): void {
  const { task, trustMode, leaderKey } = federation;
  const helperKey = federation.trustMode === "C" ? undefined : federation.helperKey;
  if (plan.task !== task) throw new DeclinedError(`the plan is of the task ${plan.task}`);
  if (plan.trustMode !== trustMode)
    throw new DeclinedError(`the plan is of trust mode ${plan.trustMode}, the shop says ${trustMode}`);
  if (plan.leader.signKey !== leaderKey || plan.helper?.signKey !== helperKey)
    throw new DeclinedError("the plan names other aggregators than the shop");
}

/**
 * A storage whose ledger began during the plan may have answered it before it was erased. A second report would count twice in one sum, whose noise is made for
 * one of each device.
 */
const mayBeAnswered = ({ begunMs, limits }: Asking, { epoch }: Plan): boolean =>
  !limits.joinsRunning && epoch.from < begunMs;

/** The device's own, whoever signed. */
function checkDemands({ leastReports, lifeMicroRho }: DeviceLimits, plan: Plan): void {
  const [refusal] = planRefusals(plan, { leastReports, mostMicroRho: lifeMicroRho, devices: plan.devices });
  if (refusal !== undefined) throw new DeclinedError(`the plan: ${refusal.message}`);
  const why = whyUnmeasurable(plan.blocks);
  if (why !== undefined) throw new DeclinedError(why);
}
