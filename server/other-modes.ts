import { RequestError } from "../src/core/errors.ts";
import type { TrustMode } from "../src/core/protocol/plan.ts";
import { readablePlan } from "./rounds/known-plan.ts";
import { newestAgreed, newestPlan } from "./store/plans.ts";
import type { Queries } from "./store/sql.ts";

/**
 * Throws RequestError where the store's latest plans of one of these tasks are of no mode that this role runs: its log is signed by others than would go on with it, so that
 * readers and a helper would see another log. What earlier releases kept and nobody can read is of no mode.
 */
export async function refuseOtherModes(
  queries: Queries,
  tasks: readonly { readonly task: string }[],
  modes: readonly TrustMode[],
): Promise<void> {
  for (const { task } of tasks)
    for (const stored of [await newestAgreed(queries, task), await newestPlan(queries, task)]) {
      const trustMode = stored && readablePlan(stored)?.trustMode;
      if (trustMode !== undefined && !modes.includes(trustMode))
        throw new RequestError(
          `the store has the task "${task}" of trust mode ${trustMode}, and this server runs ${modes.join(" and ")}: go on under a new task name`,
        );
    }
}
