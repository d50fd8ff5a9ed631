import type { FastifyInstance } from "fastify";
import { Registry } from "prom-client";
import { type LeaderOptions, leaderApp } from "../leader/app.ts";
import { type TrainerOptions, trainWhileOpen } from "../trainer/app.ts";

/** A leader's without its helper, and a trainer's. */
export type SingleOptions = Omit<LeaderOptions, "helper"> & Pick<TrainerOptions, "settings" | "gate">;

/** The one server of trust mode C, ready to listen: it takes reports, adds them up, opens the sums and makes models of them, in one process on one store. */
export async function singleApp(options: SingleOptions): Promise<FastifyInstance> {
  const registry = new Registry();
  const app = await leaderApp({ ...options, helper: null }, registry);
  trainWhileOpen(app, options, registry);
  return app;
}
