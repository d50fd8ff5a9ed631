import type { FastifyInstance, FastifyServerOptions } from "fastify";
import { collectDefaultMetrics, Registry } from "prom-client";
import type { Signer } from "../crypto/sign.ts";
import { createApp } from "../http/app.ts";
import { KnownPlans } from "../rounds/known-plan.ts";
import type { Database } from "../store/sql.ts";
import type { HelperPolicy } from "./context.ts";
import { helperRoutes } from "./routes.ts";

export interface HelperOptions {
  readonly database: Database;
  readonly signer: Signer;
  /** This server as devices see it. */
  readonly origin: string;
  /** Ed25519, hex. */
  readonly leaderKey: string;
  readonly policy: HelperPolicy;
  readonly origins: readonly string[];
  readonly perMinute: number;
  readonly trustProxy: boolean;
  readonly logger: FastifyServerOptions["logger"];
  readonly now: () => number;
}

/** A helper, ready to listen: it does what its leader asks and its policy allows, and nothing by itself. */
export async function helperApp(options: HelperOptions): Promise<FastifyInstance> {
  const { database, signer, origin, leaderKey, policy, now } = options;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const ready = async (): Promise<boolean> => (await database.all("SELECT 1 AS one")).length === 1;
  const app = await createApp({ ...options, name: "helper", registry, ready });
  const plans = new KnownPlans(database, () => true);
  helperRoutes(app, { database, plans, signer, origin, leaderKey, policy }, now);
  app.addHook("onClose", () => database.close());
  return app;
}
