import type { FastifyInstance } from "fastify";
import { Registry } from "prom-client";
import { createApp, type RoleOptions } from "../http/app.ts";
import { KnownPlans } from "../rounds/known-plan.ts";
import { PLATFORM_RANDOM } from "../rounds/noise.ts";
import type { HelperPolicy } from "./context.ts";
import { judgedCounter } from "./meters.ts";
import { helperRoutes } from "./routes.ts";

const ABOUT = "One of two aggregators: it has a seed of each report's half, and talks to its leader alone.";

export interface HelperOptions extends RoleOptions {
  /** Ed25519, hex. */
  readonly leaderKey: string;
  readonly policy: HelperPolicy;
}

/** A helper, ready to listen: it does what its leader asks and its policy allows, and nothing by itself. */
export async function helperApp(options: HelperOptions): Promise<FastifyInstance> {
  const { database, signer, origin, leaderKey, policy, now } = options;
  const registry = new Registry();
  const app = await createApp({ ...options, name: "helper", about: ABOUT, registry });
  const plans = new KnownPlans(database, () => true);
  const judged = judgedCounter(registry);
  const context = { database, plans, signer, random: PLATFORM_RANDOM, origin, leaderKey, policy, judged };
  helperRoutes(app, context, now);
  app.addHook("onClose", () => database.close());
  return app;
}
