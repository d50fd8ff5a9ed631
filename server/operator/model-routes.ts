import type { FastifyInstance, FastifyReply } from "fastify";
import { HASH_BYTES, MAX_MESSAGE_BYTES, NAME } from "../../src/core/protocol/bounds.ts";
import { type Fields, readObject } from "../../src/core/protocol/fields.ts";
import { RefusedError } from "../../src/core/protocol/refusal.ts";
import { bodyOf } from "../http/app.ts";
import { notFound } from "../http/public.ts";
import type { LeaderContext } from "../leader/context.ts";
import { rollBack } from "../store/steps.ts";
import { setPaused } from "../store/tasks.ts";
import { TEXT } from "../text.ts";
import { taskModels } from "./models.ts";
import type { PauseRequest, RollBackRequest } from "./models-api.ts";

const HIDDEN = { schema: { hide: true }, bodyLimit: MAX_MESSAGE_BYTES };

/** What the operator page asks of models, and what it changes. `inside` has let nobody in but the operator. */
export function modelRoutes(inside: FastifyInstance, { database, log }: LeaderContext, tasks: readonly string[]): void {
  const answer = async (reply: FastifyReply, task: string) =>
    tasks.includes(task) ? taskModels(database, task) : notFound(reply);

  inside.get<{ Querystring: { task?: string } }>("/operator/api/models", HIDDEN, ({ query: { task = "" } }, reply) =>
    answer(reply, task),
  );

  inside.post("/operator/api/roll-back", HIDDEN, async (request, reply) => {
    const asked = asRequest(bodyOf(request), rollBackRequest);
    if (asked === undefined) return wrong(reply);
    const { task, model } = asked;
    if (!tasks.includes(task)) return notFound(reply);
    if (!(await rollBack(database, task, model, "by the operator")))
      return reply.code(409).send({ error: "devices do not rank with this model any more" });
    log.warn({ task, model }, "rolled back by the operator");
    return answer(reply, task);
  });

  inside.post("/operator/api/pause", HIDDEN, async (request, reply) => {
    const asked = asRequest(bodyOf(request), pauseRequest);
    if (asked === undefined) return wrong(reply);
    const { task, paused } = asked;
    if (!tasks.includes(task)) return notFound(reply);
    await setPaused(database, task, paused);
    log.warn({ task, paused }, "the operator decides whether rounds begin");
    return answer(reply, task);
  });
}

const wrong = (reply: FastifyReply): FastifyReply => reply.code(400).send({ error: "refused" });

const rollBackRequest = (fields: Fields): RollBackRequest => ({
  task: fields.text("task", NAME, "is not a name"),
  model: fields.hex("model", HASH_BYTES),
});

const pauseRequest = (fields: Fields): PauseRequest => ({
  task: fields.text("task", NAME, "is not a name"),
  paused: fields.flag("paused"),
});

function asRequest<T>(body: Uint8Array, read: (fields: Fields) => T): T | undefined {
  try {
    const fields = readObject(body, MAX_MESSAGE_BYTES, "the request", TEXT);
    const asked = read(fields);
    fields.end();
    return asked;
  } catch (error) {
    if (error instanceof RefusedError) return undefined;
    throw error;
  }
}
