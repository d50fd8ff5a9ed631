import { abandon } from "../store/closings.ts";
import { destroyKeys, keyedRounds } from "../store/keys.ts";
import { forgetUnsigned } from "../store/plans.ts";
import { unfinishedRounds } from "../store/rounds.ts";
import type { LeaderContext } from "./context.ts";

/** Ends what tasks other than these have left in the store: their rounds are abandoned, unsigned plans given up, keys destroyed. */
export async function retireOthers({ database, plans, log }: LeaderContext, tasks: ReadonlySet<string>): Promise<void> {
  for (const { task, number, planHash } of await unfinishedRounds(database)) {
    const known = tasks.has(task) ? undefined : await plans.get(planHash);
    if (known !== undefined && (await abandon(database, planHash, known.limits)))
      log.info({ task, round: number }, "the task is not configured any more: abandoned");
  }
  const left = (await keyedRounds(database)).filter(({ task }) => !tasks.has(task));
  if (left.length === 0) return;
  await database.transaction(async (queries) => {
    for (const { task, round } of left) {
      await forgetUnsigned(queries, task);
      await destroyKeys(queries, task, round);
    }
  });
  await database.forget();
}
