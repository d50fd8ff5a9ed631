import { weightsOf } from "../rounds/fitting-model.ts";
import { modelOf, type StoredModel } from "../store/models.ts";
import { beforeOf, keepRemeasured } from "../store/steps.ts";
import { standingOf } from "../store/tasks.ts";
import type { TrainerContext } from "./context.ts";
import { type HoldOut, measure } from "./gate.ts";
import { parentOf } from "./parent.ts";
import { worse } from "./training.ts";

/** Measures what is out again where the hold-out questions are newer than its figures, and rolls it back where it is worse than the model before it. */
export async function recheck(context: TrainerContext, task: string): Promise<void> {
  if (context.gate === undefined) return;
  const holdOut = await context.gate();
  // The canary first: it falls with what it was made of.
  const { canary, current } = await standingOf(context.database, task);
  for (const hash of [canary?.hash ?? null, current]) if (hash !== null) await remeasured(context, holdOut, hash);
}

async function remeasured(context: TrainerContext, holdOut: HoldOut, hash: string): Promise<void> {
  const { database, meters, log } = context;
  const model: StoredModel | undefined = await modelOf(database, hash);
  if (model === undefined || model.measured?.holdOut === holdOut.id) return;
  const weights = weightsOf(model);
  const { before } = await parentOf(database, await beforeOf(database, hash), weights.length);
  const measured = await measure(holdOut, weights, before);
  const { task, version } = model;
  meters.quality.set({ task }, measured.quality);
  if (!(await keepRemeasured(database, model, measured, `${worse(measured)}, newer than those before`))) return;
  meters.models.inc({ task, state: "rolled-back" });
  log.warn({ task, version, model: hash, measured }, "rolled back");
}
