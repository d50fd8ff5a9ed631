import type { FastifyInstance } from "fastify";
import { Registry } from "prom-client";
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

const ABOUT = "Makes a model of each opened sum, on its leader's store. Nobody asks it anything but how it is.";

/** A trainer, ready to listen, on the leader's store and with its key. It trains while it is open. */
export async function trainerApp(options: TrainerOptions): Promise<FastifyInstance> {
  const registry = new Registry();
  const app = await createApp({ ...options, name: "trainer", about: ABOUT, registry });
  app.addHook("onClose", () => options.database.close());
  trainWhileOpen(app, options, registry);
  return app;
}

/** Trains from when the app listens until it closes; before what was added to it earlier is closed. */
export function trainWhileOpen(
  app: FastifyInstance,
  { database, signer, settings, gate, now }: Pick<TrainerOptions, "database" | "signer" | "settings" | "gate" | "now">,
  registry: Registry,
): void {
  const context = {
    ...{ database, plans: new KnownPlans(database, isAgreed), signer, settings, gate, now },
    ...{ meters: trainerMeters(registry), log: app.log },
  };
  let trainer: Trainer | undefined;
  app.addHook("onListen", async () => {
    trainer = new Trainer(context);
  });
  app.addHook("onClose", async () => trainer?.stop());
}
