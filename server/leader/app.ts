import type { FastifyInstance } from "fastify";
import { createApp, type RoleOptions } from "../http/app.ts";
import { type OperatorOptions, operatorRoutes } from "../operator/routes.ts";
import { KnownPlans } from "../rounds/known-plan.ts";
import { PLATFORM_RANDOM } from "../rounds/noise.ts";
import { releaseBatches } from "../store/batches.ts";
import { isAgreed } from "../store/plans.ts";
import { Issuer, type IssuerPolicy } from "../tokens/issuer.ts";
import { tokenRoutes } from "../tokens/routes.ts";
import { WORTH } from "../tokens/words.ts";
import { Conductor } from "./conductor.ts";
import { HelperClient } from "./helper-client.ts";
import { Intake } from "./intake.ts";
import { leaderMeters } from "./meters.ts";
import { leaderRoutes } from "./routes.ts";
import type { TaskSettings } from "./task.ts";

export interface LeaderOptions extends RoleOptions {
  readonly tasks: readonly TaskSettings[];
  readonly helper: {
    /** As devices see it. */
    readonly origin: string;
    /** Ed25519, hex. */
    readonly signKey: string;
    /** Where this process reaches it. */
    readonly address: string;
  };
  readonly issuer: IssuerPolicy;
  /** Its page at /operator; without it there is none. */
  readonly operator?: OperatorOptions;
}

/** A leader, ready to listen. Its rounds move while it is open; closing it waits for the reports it has taken and for the step under way. */
export async function leaderApp(options: LeaderOptions): Promise<FastifyInstance> {
  const { database, signer, helper, issuer, now } = options;
  const meters = leaderMeters();
  const app = await createApp({ ...options, name: "leader", registry: meters.registry });
  const plans = new KnownPlans(database, isAgreed);
  const intake = new Intake(database, plans, now, meters);
  const context = {
    ...{ database, plans, signer, random: PLATFORM_RANDOM, meters, now, origin: options.origin },
    helper: new HelperClient(helper.address, helper.signKey, signer, now),
    helperOrigin: helper.origin,
    helperKey: helper.signKey,
    attestation: issuer.attestation,
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
  });
  app.addHook("onClose", async () => {
    await intake.drained();
    await conductor?.stop();
    await database.close();
  });
  return app;
}
