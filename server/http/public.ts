import type { FastifyInstance, FastifyReply } from "fastify";
import { MAX_LOG_ENTRIES, NAME } from "../../src/core/protocol/bounds.ts";
import { logBytes, parseEntry } from "../../src/core/protocol/log.ts";
import type { KnownPlans } from "../rounds/known-plan.ts";
import { entriesFrom } from "../store/entries.ts";
import type { Database } from "../store/sql.ts";
import { TEXT } from "../text.ts";

export const HASH: RegExp = /^[0-9a-f]{64}$/;
export const FOR_EVER = "public, max-age=31536000, immutable";
/** Seconds: as fresh as what is asked for now and then has to be. */
export const BRIEFLY = "public, max-age=30";

/** What both aggregators show to everybody, under the same addresses: agreed plans by hash, and the log. */
export function publicRoutes(app: FastifyInstance, database: Database, plans: KnownPlans): void {
  app.get<{ Params: { hash: string } }>(
    "/v1/plans/:hash",
    { schema: { summary: "A plan, by the SHA-256 of its bytes", params: textParams("hash") } },
    async ({ params: { hash } }, reply) => {
      const known = HASH.test(hash) ? await plans.get(hash) : undefined;
      return known === undefined ? notFound(reply) : json(reply, known.stored.bytes, FOR_EVER);
    },
  );
  app.get<{ Params: { task: string }; Querystring: { from?: string } }>(
    "/v1/log/:task",
    {
      schema: {
        summary: "The task's rounds: an append-only log that both aggregators sign",
        params: textParams("task"),
        querystring: { type: "object", properties: { from: { type: "integer", minimum: 0 } } },
      },
    },
    async ({ params: { task }, query: { from = "0" } }, reply) => {
      if (!NAME.test(task) || !/^[0-9]{1,9}$/.test(from)) return notFound(reply);
      const stored = await entriesFrom(database, task, Number(from), MAX_LOG_ENTRIES);
      const entries = stored.map(({ bytes, leaderSignature, helperSignature }) => ({
        entry: parseEntry(bytes, TEXT),
        signatures: { leader: leaderSignature, helper: helperSignature },
      }));
      return json(reply, logBytes(entries, TEXT), BRIEFLY);
    },
  );
}

export const textParams = (name: string): object => ({ type: "object", properties: { [name]: { type: "string" } } });

export const notFound = (reply: FastifyReply): FastifyReply => reply.code(404).send({ error: "not found" });

export function json(reply: FastifyReply, bytes: Uint8Array, cache: string): FastifyReply {
  return reply.type("application/json").header("cache-control", cache).send(Buffer.from(bytes));
}
