import type { FastifyInstance } from "fastify";
import { createApp, type RoleOptions } from "../http/app.ts";
import { KnownPlans } from "../rounds/known-plan.ts";
import { isAgreed } from "../store/plans.ts";
import type { Gate } from "./gate.ts";
import { trainerMeters } from "./meters.ts";
import type { TrainerSettings } from "./settings.ts";
import { Trainer } from "./trainer.ts";

export interface TrainerOptions extends RoleOptions {
  readonly settings: TrainerSettings;
  /** Undefined where there are no hold-out questions: then no model is published, but under settings.ungated. */
  readonly gate: Gate | undefined;
}

/** A trainer, ready to listen, on the leader's store and with its key. It trains while it is open; nobody asks it anything but how it is. */
export async function trainerApp(options: TrainerOptions): Promise<FastifyInstance> {
  const { database, signer, settings, gate, now } = options;
  const meters = trainerMeters();
  const app = await createApp({ ...options, name: "trainer", registry: meters.registry });
  const plans = new KnownPlans(database, isAgreed);
  let trainer: Trainer | undefined;
  app.addHook("onListen", async () => {
    trainer = new Trainer({ database, plans, signer, settings, gate, meters, now, log: app.log });
  });
  app.addHook("onClose", async () => {
    await trainer?.stop();
    await database.close();
  });
  return app;
}
