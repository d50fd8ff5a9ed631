import { decode } from "../../src/core/privacy/vector/decode.ts";
import { MAX_WEIGHT } from "../../src/core/protocol/bounds.ts";
import { encodeModel } from "../../src/core/protocol/model.ts";
import { isDelta } from "../../src/core/protocol/plan.ts";
import { modelSigned } from "../../src/core/protocol/signed.ts";
import type { Subset } from "../../src/core/rank/subset.ts";
import { sha256Hex } from "../crypto/digest.ts";
import { openedSums } from "../rounds/buckets.ts";
import type { KnownPlan } from "../rounds/known-plan.ts";
import { isLogged } from "../rounds/logged.ts";
import { possibleSum } from "../rounds/possible.ts";
import { keepDropped } from "../store/buckets.ts";
import { type MadeModel, type Measured, type ModelState, modelOf, type StoredModel } from "../store/models.ts";
import { markTrained, type StoredRound, vectorOf } from "../store/rounds.ts";
import { keepStep } from "../store/steps.ts";
import { headOf, type Standing, standingOf } from "../store/tasks.ts";
import { TEXT } from "../text.ts";
import type { TrainerContext } from "./context.ts";
import { type Gate, measure } from "./gate.ts";
import { encodeState } from "./optimizer-state.ts";
import { type Parent, parentOf } from "./parent.ts";
import { serverStep } from "./step.ts";

/** Makes a model of an opened round and keeps what comes of it; a round that asked for no weights, or whose sums are all impossible, teaches nothing. Killed at any point, it is done again from the start, or is done. */
export async function trainRound(context: TrainerContext, round: StoredRound): Promise<void> {
  const { database, plans, settings, now, log, meters } = context;
  const { task, planHash } = round;
  const known = await plans.get(planHash);
  if (known === undefined) throw new Error("a round has no plan");
  const opened = await vectorOf(database, planHash, "opened");
  if (opened === undefined) throw new Error("an opened round has no sum");
  const { blocks } = known.plan;
  const sums = openedSums(opened, known.size, round.count);
  const { sum: kept, dropped } = possibleSum(sums, known.plan);
  if (dropped > 0) {
    meters.buckets.inc({ task }, dropped);
    log.warn({ task, round: round.number, dropped, of: sums.length }, "no honest reports come to these sums: dropped");
    await keepDropped(database, planHash, dropped);
  }
  if (kept === undefined) {
    meters.dropped.inc({ task });
    return markTrained(database, planHash);
  }
  const taught = blocks.findIndex(isDelta);
  const subset = blocks[taught]?.subset;
  const sum = decode(blocks, kept, known.hashBytes)[taught];
  if (sum === undefined || subset === undefined) return markTrained(database, planHash);
  const seen = await standingOf(database, task);
  const parent = await parentOf(database, headOf(seen), sum.length);
  const { made, weights } = modelFrom(context, known, seen, parent, { subset, sum }, now());
  const verdict = await judged(context, known, parent, weights);
  const model = { ...made, ...verdict };
  if (!(await keepStep(database, { model, seen, canaryShare: settings.canaryShare }, known.limits))) return;
  meters.models.inc({ task, state: model.state });
  if (model.measured !== null) meters.quality.set({ task }, model.measured.quality);
  const { state, version, hash, reason, measured } = model;
  log.info({ task, round: round.number, version, model: hash, reason, measured }, state);
}

function modelFrom(
  { settings, signer }: TrainerContext,
  { plan, hash: planHash }: KnownPlan,
  { lastVersion }: Standing,
  parent: Parent,
  { subset: kind, sum }: { readonly subset: Subset; readonly sum: Float64Array },
  madeMs: number,
): { readonly made: MadeModel; readonly weights: Float32Array } {
  // A full round is what is planned: reports of dropped buckets count as those that did not come.
  const stepped = serverStep(parent.weights, sum, plan.largestBatch, parent.state, settings);
  const weights = Float32Array.from(stepped.weights, (weight) => Math.max(-MAX_WEIGHT, Math.min(MAX_WEIGHT, weight)));
  const version = lastVersion + 1;
  const { task, round } = plan;
  const bytes = encodeModel({ task, version, parent: parent.hash, plan: planHash, kind, weights }, TEXT);
  const made = {
    ...{ task, version, round, planHash, bytes, madeMs, parent: parent.hash, stepNorm: stepped.norm },
    hash: sha256Hex(bytes),
    signature: signer.sign(modelSigned(bytes, TEXT)),
    optimizer: encodeState(stepped.state),
  };
  return { made, weights };
}

type Verdict = Pick<StoredModel, "state" | "reason" | "measured">;

async function judged(
  context: TrainerContext,
  known: KnownPlan,
  parent: Parent,
  weights: Float32Array,
): Promise<Verdict> {
  const { database, gate, settings } = context;
  const out: ModelState = settings.canaryShare > 0 ? "canary" : "published";
  const found = gate === undefined ? null : await measuredBy(context, gate, known.plan.task, weights, parent.before);
  const measured = typeof found === "string" ? null : found;
  const refused = (reason: string): Verdict => ({ state: "refused", reason, measured });
  const { model } = known.plan;
  // A store from a backup has forgotten the model, and its log, taken over from the helper, has not.
  if (await isLogged(database, known, { outcome: "rolled-back" }))
    return refused("the log says that the model of this round is rolled back");
  if (model !== "zero" && (await modelOf(database, model))?.state === "rolled-back")
    return refused("its round started from a model that is rolled back");
  if (measured !== null && !(measured.quality >= measured.before)) return refused(worse(measured));
  if (measured !== null) return { state: out, reason: null, measured };
  if (typeof found === "string") return { state: "candidate", reason: found, measured };
  if (settings.ungated) return { state: out, reason: "ungated: nobody measured it", measured };
  return { state: "candidate", reason: "there are no hold-out questions to measure it by", measured };
}

/** Of a reason that a model is told with. */
const MOST_CHARACTERS = 300;

/** What the gate finds, or why it finds nothing: a gate that cannot be asked must not keep the next round waiting. */
async function measuredBy(
  { meters, log }: TrainerContext,
  gate: Gate,
  task: string,
  weights: Float32Array,
  before: Float32Array,
): Promise<Measured | string> {
  try {
    return await measure(await gate(), weights, before);
  } catch (error) {
    meters.failures.inc({ task });
    log.warn({ task, error: String(error) }, "the hold-out questions cannot be asked");
    return `the hold-out questions cannot be asked: ${error}`.slice(0, MOST_CHARACTERS);
  }
}

export const worse = ({ quality, before, questions }: Measured): string =>
  `worse than the model before it: ${quality.toFixed(5)} after ${before.toFixed(5)} on ${questions} questions`;
