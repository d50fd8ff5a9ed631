import type { FastifyInstance } from "fastify";
import { NAME, PROTOCOL } from "../../src/core/protocol/bounds.ts";
import { type TaskAnswer, taskBytes } from "../../src/core/protocol/task.ts";
import { BRIEFLY, json, notFound, publicRoutes, textParams } from "../http/public.ts";
import { newestAgreed } from "../store/plans.ts";
import { TEXT } from "../text.ts";
import { isCollecting } from "./conductor.ts";
import type { LeaderContext } from "./context.ts";
import type { Intake } from "./intake.ts";
import { reportRoute } from "./report-route.ts";

/** What devices ask of the leader. */
export function leaderRoutes(app: FastifyInstance, context: LeaderContext, intake: Intake): void {
  reportRoute(app, intake);
  publicRoutes(app, context.database, context.plans);
  app.get<{ Params: { task: string } }>(
    "/v1/tasks/:task",
    { schema: { summary: "What a task stands at: its plan's hash and signatures", params: textParams("task") } },
    async ({ params: { task } }, reply) => {
      if (!NAME.test(task)) return notFound(reply);
      return json(reply, taskBytes(await standing(context, task), TEXT), BRIEFLY);
    },
  );
}

async function standing(context: LeaderContext, task: string): Promise<TaskAnswer> {
  const agreed = await newestAgreed(context.database, task);
  return {
    protocol: PROTOCOL,
    task,
    state: (await isCollecting(context, task)) ? "collecting" : "waiting",
    plan: agreed?.hash ?? null,
    signatures: agreed ? { leader: agreed.signature, helper: agreed.helperSignature } : null,
    model: null,
    canary: null,
  };
}
