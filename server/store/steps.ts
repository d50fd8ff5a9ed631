import type { Limits } from "../rounds/round.ts";
import { addModel, keepMeasured, type Measured, modelOf, modelOfPlan, type StoredModel, setState } from "./models.ts";
import { addPublication } from "./publications.ts";
import { advance, holdRound, markTrained } from "./rounds.ts";
import type { Database, Queries } from "./sql.ts";
import { holdTask, nameModels, type Standing } from "./tasks.ts";

/** What a round came to. */
export interface Step {
  readonly model: StoredModel;
  /** The task as it was when the model was made. */
  readonly seen: Standing;
  /** Of devices that try the model before it is for all, where its state is canary. */
  readonly canaryShare: number;
}

/**
 * A round's model, once: the model, what devices are named, what the log is to say and the round's end in one transaction. A canary that was out
 * until now has had its round, and is for all from here on. False, with nothing changed, where the round has its model, or another step or roll-back came between.
 */
export async function keepStep(
  database: Database,
  { model, seen, canaryShare }: Step,
  limits: Limits,
): Promise<boolean> {
  return database.transaction(async (queries) => {
    const { task, hash, planHash, state } = model;
    const standing = await holdTask(queries, task);
    const held = await holdRound(queries, planHash);
    if (held.trained || !isSame(standing, seen)) return false;
    await addModel(queries, model);
    await markTrained(queries, planHash);
    if (standing.canary !== null) await setState(queries, standing.canary.hash, "published", null);
    const before = standing.canary?.hash ?? standing.current;
    const canary = state === "canary" ? { hash, share: canaryShare } : null;
    await nameModels(queries, task, { current: state === "published" ? hash : before, canary });
    if (state !== "published" && state !== "canary") return true;
    if ((await advance(queries, held, { tag: "publish" }, limits)) === undefined)
      throw new Error(`a model came of a round that is ${held.phase}`);
    await addPublication(queries, { task, outcome: "published", planHash, modelHash: hash });
    return true;
  });
}

const isSame = (one: Standing, other: Standing): boolean =>
  one.current === other.current && one.canary?.hash === other.canary?.hash && one.lastVersion === other.lastVersion;

/** Withdraws what devices rank with, or the canary. False where the model is neither. */
export async function rollBack(database: Database, task: string, hash: string, reason: string): Promise<boolean> {
  return database.transaction((queries) => withdraw(queries, task, hash, reason));
}

/** Keeps what a gate found of a model that is out, and withdraws it where it is worse than the one before it: answers whether it did. */
export async function keepRemeasured(
  database: Database,
  { task, hash }: StoredModel,
  measured: Measured,
  reason: string,
): Promise<boolean> {
  return database.transaction(async (queries) => {
    // The task before its models, as a roll-back holds them: the other way round each could wait for the other.
    await holdTask(queries, task);
    await keepMeasured(queries, hash, measured);
    return measured.quality < measured.before && withdraw(queries, task, hash, reason);
  });
}

async function withdraw(queries: Queries, task: string, hash: string, reason: string): Promise<boolean> {
  const { current, canary } = await holdTask(queries, task);
  if (canary?.hash === hash) {
    await nameModels(queries, task, { current, canary: null });
    await mark(queries, hash, reason, current);
    return true;
  }
  if (current !== hash) return false;
  const before = await beforeOf(queries, hash);
  await nameModels(queries, task, { current: before, canary: null });
  // A canary was made of the model that is withdrawn.
  if (canary !== null) await mark(queries, canary.hash, "made of a model that is rolled back", before);
  await mark(queries, hash, reason, before);
  return true;
}

/** Withdraws a plan's model, where the store has it, as the log says was done: nothing is left to be logged. */
export async function rollBackLogged(queries: Queries, task: string, planHash: string): Promise<void> {
  const { current, canary } = await holdTask(queries, task);
  const model = await modelOfPlan(queries, planHash);
  if (model === undefined || model.state === "rolled-back") return;
  await setState(queries, model.hash, "rolled-back", "the log says so");
  if (current === model.hash)
    await nameModels(queries, task, { current: await beforeOf(queries, model.hash), canary: null });
  else if (canary?.hash === model.hash) await nameModels(queries, task, { current, canary: null });
}

async function mark(queries: Queries, hash: string, reason: string, instead: string | null): Promise<void> {
  const model = await modelOf(queries, hash);
  if (model === undefined) throw new Error("a task names a model that is not there");
  await setState(queries, hash, "rolled-back", reason);
  const { task, planHash } = model;
  await addPublication(queries, { task, outcome: "rolled-back", planHash, modelHash: instead });
}

/** What devices ranked with before this model: the nearest that it was made of and that is not withdrawn itself; null for the zero model. */
export async function beforeOf(queries: Queries, hash: string): Promise<string | null> {
  for (let parent = (await modelOf(queries, hash))?.parent ?? null; parent !== null; ) {
    const model = await modelOf(queries, parent);
    if (model === undefined || model.state === "published") return model === undefined ? null : parent;
    parent = model.parent;
  }
  return null;
}
