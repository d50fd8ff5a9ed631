import { Counter, Gauge, type Registry } from "prom-client";

/** What /metrics shows of a trainer. */
export interface TrainerMeters {
  /** By what became of them. */
  readonly models: Counter<"task" | "state">;
  /** Opened sums that no honest reports come to, and rounds of which no other was left. */
  readonly buckets: Counter<"task">;
  readonly dropped: Counter<"task">;
  /** Of what devices rank with; 0 for the zero model. */
  readonly version: Gauge<"task">;
  readonly canaryVersion: Gauge<"task">;
  readonly quality: Gauge<"task">;
  readonly failures: Counter<"task">;
}

export function trainerMeters(registry: Registry): TrainerMeters {
  const registers = [registry];
  const labelNames = ["task"] as const;
  return {
    models: new Counter({
      name: "inkling_models_total",
      help: "Models by what became of them: published, canary, refused by the gate, candidate (not measured), rolled-back",
      labelNames: ["task", "state"],
      registers,
    }),
    buckets: new Counter({
      name: "inkling_buckets_dropped_total",
      help: "Opened sums that no honest reports come to: nothing is learned from them",
      labelNames,
      registers,
    }),
    dropped: new Counter({
      name: "inkling_rounds_dropped_total",
      help: "Opened rounds of which every sum was dropped: no model is made of them",
      labelNames,
      registers,
    }),
    version: new Gauge({
      name: "inkling_model_version",
      help: "Version of the model that devices rank with; 0 for the zero model",
      labelNames,
      registers,
    }),
    canaryVersion: new Gauge({
      name: "inkling_canary_version",
      help: "Version of the model that a share of devices tries; 0 for none",
      labelNames,
      registers,
    }),
    quality: new Gauge({
      name: "inkling_model_quality",
      help: "NDCG@10 on the hold-out questions of the newest model measured",
      labelNames,
      registers,
    }),
    failures: new Counter({
      name: "inkling_training_failures_total",
      help: "Turns that ended in an error, each tried again, and hold-out questions that could not be asked",
      labelNames,
      registers,
    }),
  };
}
