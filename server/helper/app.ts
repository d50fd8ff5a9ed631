import type { FastifyInstance } from "fastify";
import { Counter, collectDefaultMetrics, Registry } from "prom-client";
import { createApp, type RoleOptions } from "../http/app.ts";
import { KnownPlans } from "../rounds/known-plan.ts";
import type { HelperPolicy } from "./context.ts";
import { helperRoutes } from "./routes.ts";

export interface HelperOptions extends RoleOptions {
  /** Ed25519, hex. */
  readonly leaderKey: string;
  readonly policy: HelperPolicy;
}

/** A helper, ready to listen: it does what its leader asks and its policy allows, and nothing by itself. */
export async function helperApp(options: HelperOptions): Promise<FastifyInstance> {
  const { database, signer, origin, leaderKey, policy, now } = options;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const app = await createApp({ ...options, name: "helper", registry });
  const plans = new KnownPlans(database, () => true);
  const judged = new Counter({
    name: "inkling_judged_total",
    help: "Reports of batches: added, or why not",
    labelNames: ["outcome"],
    registers: [registry],
  });
  helperRoutes(app, { database, plans, signer, origin, leaderKey, policy, judged }, now);
  app.addHook("onClose", () => database.close());
  return app;
}
