import cors from "@fastify/cors";
import rateLimit from "@fastify/rate-limit";
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import { type FastifyInstance, type FastifyServerOptions, fastify, LogController } from "fastify";
import { collectDefaultMetrics, type Registry } from "prom-client";
import { MAX_REPORT_BYTES } from "../../src/core/protocol/bounds.ts";
import { VERSION } from "../../src/core/version.ts";
import type { Signer } from "../crypto/sign.ts";
import type { Database } from "../store/sql.ts";

/** How a server is reached, whatever its role. */
export interface HttpOptions {
  /** Whose pages may read the answers: the shops'. */
  readonly origins: readonly string[];
  /** Requests that one address may make in a minute. The last 5,000 addresses are kept in memory, and nowhere else. */
  readonly perMinute: number;
  /** Proxies of one's own in front, each of which adds to X-Forwarded-For whom it hears: what stands further left anybody may have written. */
  readonly proxyHops: number;
  readonly logger: FastifyServerOptions["logger"];
}

/** What every role's app is made of. */
export interface RoleOptions extends HttpOptions {
  readonly database: Database;
  readonly signer: Signer;
  /** This server as devices see it. */
  readonly origin: string;
  readonly now: () => number;
}

export interface AppOptions extends HttpOptions {
  /** In the API's title. */
  readonly name: string;
  /** What the API's page says of this server first. */
  readonly about: string;
  readonly registry: Registry;
  /** It is ready while this answers. */
  readonly database: Database;
}

/** A request that is sent drop by drop holds its connection no longer. */
const REQUEST_MS = 30_000;

/**
 * What every role's server has: limits, the allow-list, /docs, /healthz, /readyz, /metrics. Bodies arrive as the bytes they are, since parsers of
 * this repository read them; requests are not logged, since their lines would hold addresses.
 */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger: options.logger ?? false,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_REPORT_BYTES,
    requestTimeout: REQUEST_MS,
    // As a function, since Fastify believes nobody when it is given a number.
    trustProxy: options.proxyHops > 0 && ((_address, hop) => hop < options.proxyHops),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: "not found" }));
  app.setErrorHandler((error, _request, reply) => {
    const status = statusOf(error);
    // The route and the error say what broke; nothing of the request does.
    if (status >= 500) app.log.error({ error: String(error) }, "a request failed");
    return reply.code(status).send({ error: status >= 500 ? "try later" : "refused" });
  });
  await app.register(cors, {
    origin: [...options.origins],
    methods: ["GET", "POST"],
    credentials: false,
    maxAge: 86_400,
  });
  await app.register(rateLimit, { max: options.perMinute, timeWindow: 60_000 });
  const info = { title: `Inkling ${options.name}`, description: options.about, version: VERSION };
  await app.register(swagger, { openapi: { info } });
  await app.register(swaggerUi, { routePrefix: "/docs" });
  health(app, options);
  return app;
}

function health(app: FastifyInstance, { database, registry }: AppOptions): void {
  collectDefaultMetrics({ register: registry });
  const quiet = { config: { rateLimit: false }, schema: { hide: true } };
  app.get("/healthz", quiet, async () => ({ ok: true }));
  app.get("/readyz", quiet, async (_request, reply) => {
    const ok = await database.all("SELECT 1 AS one").then(
      (rows) => rows.length === 1,
      () => false,
    );
    return reply.code(ok ? 200 : 503).send({ ok });
  });
  app.get("/metrics", quiet, async (_request, reply) => {
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && "statusCode" in error ? error.statusCode : undefined;
  return typeof status === "number" ? status : 500;
}

/** The bytes of a request's body; none where it had none. */
export const bodyOf = (request: { readonly body: unknown }): Uint8Array =>
  request.body instanceof Uint8Array ? request.body : new Uint8Array();
