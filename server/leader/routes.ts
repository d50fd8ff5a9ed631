import type { FastifyInstance } from "fastify";
import { NAME, PROTOCOL } from "../../src/core/protocol/bounds.ts";
import { type NamedModel, type TaskAnswer, taskBytes } from "../../src/core/protocol/task.ts";
import { BRIEFLY, FOR_EVER, HASH, json, notFound, publicRoutes, textParams } from "../http/public.ts";
import { modelOf, wasOut } from "../store/models.ts";
import { newestAgreed } from "../store/plans.ts";
import type { Queries } from "../store/sql.ts";
import { standingOf } from "../store/tasks.ts";
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
    {
      schema: {
        summary: "What a task stands at: its plan and its models, by hash and signature",
        params: textParams("task"),
      },
    },
    async ({ params: { task } }, reply) => {
      if (!NAME.test(task)) return notFound(reply);
      return json(reply, taskBytes(await standing(context, task), TEXT), BRIEFLY);
    },
  );
  app.get<{ Params: { hash: string } }>(
    "/v1/models/:hash",
    { schema: { summary: "A model that was published, by the SHA-256 of its bytes", params: textParams("hash") } },
    async ({ params: { hash } }, reply) => {
      const model = HASH.test(hash) ? await modelOf(context.database, hash) : undefined;
      if (model === undefined || !wasOut(model)) return notFound(reply);
      return reply.type("application/octet-stream").header("cache-control", FOR_EVER).send(Buffer.from(model.bytes));
    },
  );
}

async function standing(context: LeaderContext, task: string): Promise<TaskAnswer> {
  const { database } = context;
  // Asked first: what collects is then the plan that is named, or an earlier one.
  const collects = await isCollecting(context, task);
  const agreed = await newestAgreed(database, task);
  const { current, canary } = await standingOf(database, task);
  const [model, tried] = [await named(database, current), await named(database, canary?.hash ?? null)];
  return {
    protocol: PROTOCOL,
    task,
    state: collects ? "collecting" : "waiting",
    plan: agreed?.hash ?? null,
    signatures: agreed ? { leader: agreed.signature, helper: agreed.helperSignature } : null,
    model,
    canary: tried && canary && { ...tried, share: canary.share },
  };
}

async function named(queries: Queries, hash: string | null): Promise<NamedModel | null> {
  const model = hash === null ? undefined : await modelOf(queries, hash);
  return model === undefined ? null : { hash: model.hash, version: model.version, signature: model.signature };
}
