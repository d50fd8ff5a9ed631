import { modelsOf, type StoredModel } from "../store/models.ts";
import type { Queries } from "../store/sql.ts";
import { standingOf } from "../store/tasks.ts";
import type { ModelOverview, TaskModels } from "./models-api.ts";

/** Models that the page lists. */
const LISTED = 60;

export async function taskModels(queries: Queries, task: string): Promise<TaskModels> {
  const { paused, trainerMs, current, canary } = await standingOf(queries, task);
  const models = await modelsOf(queries, task, LISTED);
  return { task, paused, trainerSeenMs: trainerMs, current, canary, models: models.map(overviewOf) };
}

function overviewOf({ measured, ...model }: StoredModel): ModelOverview {
  const { hash, version, state, reason, parent, planHash, round, stepNorm, madeMs } = model;
  const gate = measured && {
    quality: measured.quality,
    before: measured.before,
    questions: measured.questions,
  };
  return { hash, version, state, reason, parent, planHash, round, gate, stepNorm, madeMs };
}
