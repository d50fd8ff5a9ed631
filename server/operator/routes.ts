import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { MAX_MESSAGE_BYTES } from "../../src/core/protocol/bounds.ts";
import { readObject } from "../../src/core/protocol/fields.ts";
import { RefusedError } from "../../src/core/protocol/refusal.ts";
import { bodyOf } from "../http/app.ts";
import { notFound } from "../http/public.ts";
import type { LeaderContext } from "../leader/context.ts";
import { TEXT } from "../text.ts";
import type { SessionAnswer } from "./api.ts";
import { parsePause, parseRollBack, pauseTask, taskModels, withdraw } from "./models.ts";
import { Overviews } from "./overview.ts";
import { type OperatorPage, servePage } from "./page-files.ts";
import { Sessions } from "./sessions.ts";

export interface OperatorOptions {
  /** What opens the page. */
  readonly token: string;
  readonly page: OperatorPage;
}

/** Attempts at the token that one address has in a minute. */
const ATTEMPTS_A_MINUTE = 10;
const TOKEN = /^.{1,256}$/s;
/** No part of the public API; bodies are short. */
const QUIET = { schema: { hide: true }, bodyLimit: MAX_MESSAGE_BYTES };

/** The operator page and what it asks. Its data is for whoever has the token; the page itself has none in it. */
export function operatorRoutes(
  app: FastifyInstance,
  context: LeaderContext,
  tasks: readonly string[],
  { token, page }: OperatorOptions,
): void {
  const sessions = new Sessions(token);
  servePage(app, page);
  app.register(async (api) => {
    api.addHook("onRequest", async (request, reply) => {
      reply.header("cache-control", "no-store");
      if (isElsewhere(request)) return refused(reply);
    });
    const rateLimit = { max: ATTEMPTS_A_MINUTE, timeWindow: 60_000 };
    api.post("/operator/api/session", { config: { rateLimit }, ...QUIET }, async (request, reply) => {
      const given = tokenIn(request);
      const session: SessionAnswer | undefined = given === undefined ? undefined : sessions.begin(given, context.now());
      return session ?? refused(reply);
    });
    api.register(async (inside) => {
      inside.addHook("onRequest", async (request, reply) => {
        const [, session = ""] = /^Bearer (.{1,100})$/.exec(request.headers.authorization ?? "") ?? [];
        if (!sessions.holds(session, context.now())) return refused(reply);
      });
      insideRoutes(inside, context, tasks);
    });
  });
}

/** What a session is needed for. */
function insideRoutes(app: FastifyInstance, context: LeaderContext, tasks: readonly string[]): void {
  const { database, log } = context;
  const overviews = new Overviews(context, tasks);
  app.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof RefusedError)) throw error;
    return reply.code(400).send({ error: "refused" });
  });
  app.get("/operator/api/overview", QUIET, () => overviews.read());
  app.get<{ Querystring: { task?: string } }>("/operator/api/models", QUIET, async ({ query: { task } }, reply) =>
    task !== undefined && tasks.includes(task) ? taskModels(database, task) : notFound(reply),
  );
  app.post("/operator/api/pause", QUIET, async (request, reply) => {
    const wanted = parsePause(bodyOf(request));
    if (!tasks.includes(wanted.task)) return notFound(reply);
    log.info(wanted, "the operator pauses a task, or lets it go on");
    return pauseTask(database, wanted);
  });
  app.post("/operator/api/roll-back", QUIET, async (request, reply) => {
    const wanted = parseRollBack(bodyOf(request));
    const answer = await withdraw(database, wanted);
    if (answer === undefined) return reply.code(409).send({ error: "it is in use no more" });
    log.info(wanted, "the operator rolls a model back");
    return answer;
  });
}

/** Browsers say where a request comes from: only this page may ask. */
function isElsewhere({ headers }: FastifyRequest): boolean {
  const site = headers["sec-fetch-site"];
  return site !== undefined && site !== "same-origin";
}

const refused = (reply: FastifyReply): FastifyReply => reply.code(401).send({ error: "refused" });

function tokenIn(request: FastifyRequest): string | undefined {
  try {
    return readObject(bodyOf(request), MAX_MESSAGE_BYTES, "the login", TEXT).text("token", TOKEN, "is none");
  } catch (error) {
    if (error instanceof RefusedError) return undefined;
    throw error;
  }
}
