import { randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { Registry } from "prom-client";
import { createApp, type RoleOptions } from "../http/app.ts";
import { type OperatorOptions, operatorRoutes } from "../operator/routes.ts";
import { KnownPlans } from "../rounds/known-plan.ts";
import { PLATFORM_RANDOM } from "../rounds/noise.ts";
import { releaseBatches } from "../store/batches.ts";
import { isAgreed } from "../store/plans.ts";
import { Issuer, type IssuerPolicy } from "../tokens/issuer.ts";
import { tokenRoutes } from "../tokens/routes.ts";
import { WORTH } from "../tokens/words.ts";
import { alone } from "./alone.ts";
import { Conductor } from "./conductor.ts";
import { Counting, meterCounts } from "./counting.ts";
import { helped } from "./helped.ts";
import { HelperClient } from "./helper-client.ts";
import { Intake } from "./intake.ts";
import { leaderMeters } from "./meters.ts";
import { leaderRoutes } from "./routes.ts";
import type { TaskSettings } from "./task.ts";

export interface LeaderOptions extends RoleOptions {
  readonly tasks: readonly TaskSettings[];
  /** Null for the one server of mode C. */
  readonly helper: {
    /** As devices see it. */
    readonly origin: string;
    /** Ed25519, hex. */
    readonly signKey: string;
    /** Where this process reaches it. */
    readonly address: string;
  } | null;
  readonly issuer: IssuerPolicy;
  /** Its page at /operator; without it there is none. */
  readonly operator?: OperatorOptions;
}

const ABOUT_LEADER =
  "One of two aggregators: devices ask it for plans and models and send it reports in two sealed halves, of which it can open one. Only noised sums are read.";
const ABOUT_SINGLE =
  "Trust mode C: this one server opens every report. What guards a report from it is the noise that its device has added, and nothing else.";

/** A leader, ready to listen. Its rounds move while it is open; closing it waits for the reports it has taken and for the step under way. */
export async function leaderApp(options: LeaderOptions, registry: Registry = new Registry()): Promise<FastifyInstance> {
  const { database, signer, helper, issuer, now } = options;
  const meters = leaderMeters(registry);
  const [name, about] = helper === null ? ["single", ABOUT_SINGLE] : ["leader", ABOUT_LEADER];
  const app = await createApp({ ...options, name, about, registry });
  const plans = new KnownPlans(database, isAgreed);
  const intake = new Intake(database, plans, now, meters);
  const counting = new Counting(database, meters, now);
  meterCounts(registry, database, now);
  const context = {
    ...{ database, plans, signer, meters, now, origin: options.origin },
    aggregation:
      helper === null
        ? alone(meters.impossible)
        : helped({ ...helper, helper: new HelperClient(helper.address, helper.signKey, signer, now) }, PLATFORM_RANDOM),
    attestation: issuer.attestation,
    claimant: randomUUID(),
    log: app.log,
  };
  leaderRoutes(app, context, intake);
  tokenRoutes(app, new Issuer(context, issuer), plans, meters.tokens);
  if (options.tasks.some(({ tokens }) => tokens))
    app.log.info({ attestation: issuer.attestation.attestation }, WORTH[issuer.attestation.attestation]);
  const tasks = options.tasks.map(({ task }) => task);
  if (options.operator !== undefined) operatorRoutes(app, context, tasks, options.operator);
  await releaseBatches(database);
  let conductor: Conductor | undefined;
  app.addHook("onListen", async () => {
    conductor = new Conductor(context, options.tasks);
    counting.start();
  });
  app.addHook("onClose", async () => {
    await intake.drained();
    await conductor?.stop();
    await counting.stop();
    await database.close();
  });
  return app;
}
