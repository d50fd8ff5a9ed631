import { HASH_BYTES, MAX_MESSAGE_BYTES, NAME } from "../../src/core/protocol/bounds.ts";
import { readObject } from "../../src/core/protocol/fields.ts";
import { modelsOf, type StoredModel } from "../store/models.ts";
import type { Database } from "../store/sql.ts";
import { rollBack } from "../store/steps.ts";
import { setPaused, standingOf } from "../store/tasks.ts";
import { TEXT } from "../text.ts";
import type { ModelOverview, PauseRequest, RollBackRequest, TaskModels } from "./models-api.ts";

/** Models that the page is told of. */
const LISTED = 60;

export async function taskModels(database: Database, task: string): Promise<TaskModels> {
  const [{ paused, trainerMs, current, canary }, models] = await Promise.all([
    standingOf(database, task),
    modelsOf(database, task, LISTED),
  ]);
  return { task, paused, trainerSeenMs: trainerMs, current, canary, models: models.map(modelOverview) };
}

function modelOverview(model: StoredModel): ModelOverview {
  const { hash, version, state, reason, parent, planHash, round, measured, stepNorm, madeMs } = model;
  const gate = measured && { quality: measured.quality, before: measured.before, questions: measured.questions };
  return { hash, version, state, reason, parent, planHash, round, gate, stepNorm, madeMs };
}

/** Pauses the task, or lets it go on. */
export async function pauseTask(database: Database, { task, paused }: PauseRequest): Promise<TaskModels> {
  await setPaused(database, task, paused);
  return taskModels(database, task);
}

/** Undefined where devices are named the model no more. */
export async function withdraw(database: Database, { task, model }: RollBackRequest): Promise<TaskModels | undefined> {
  return (await rollBack(database, task, model, "by the operator")) ? taskModels(database, task) : undefined;
}

/** Throws RefusedError, as parsePause does. */
export function parseRollBack(bytes: Uint8Array): RollBackRequest {
  const fields = readObject(bytes, MAX_MESSAGE_BYTES, "the roll-back", TEXT);
  const request = { task: fields.text("task", NAME, "is not a name"), model: fields.hex("model", HASH_BYTES) };
  fields.end();
  return request;
}

export function parsePause(bytes: Uint8Array): PauseRequest {
  const fields = readObject(bytes, MAX_MESSAGE_BYTES, "the pause", TEXT);
  const request = { task: fields.text("task", NAME, "is not a name"), paused: fields.truth("paused") };
  fields.end();
  return request;
}
