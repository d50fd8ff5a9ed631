import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** What /metrics shows of a leader. */
export interface Meters {
  readonly registry: Registry;
  /** By the answer sent and the reason behind it. */
  readonly reports: Counter<"answer" | "reason">;
  readonly commitSeconds: Histogram;
  readonly commitReports: Histogram;
  /** Boxes that did not open, and those that held no share. */
  readonly unopened: Counter;
  /** Of mode C: reports that no honest device sends. */
  readonly impossible: Counter;
  readonly batches: Counter;
  /** By what became of a request for one. */
  readonly tokens: Counter<"outcome">;
  readonly round: Gauge<"task">;
  readonly failures: Counter<"task">;
}

/** Without the process's own figures, which a registry has once. */
export function leaderMeters(registry: Registry = new Registry()): Meters {
  const registers = [registry];
  return {
    registry,
    reports: new Counter({
      name: "inkling_reports_total",
      help: "Reports by the answer they got and why",
      labelNames: ["answer", "reason"],
      registers,
    }),
    commitSeconds: new Histogram({
      name: "inkling_commit_seconds",
      help: "Time to make a group of reports durable",
      buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3],
      registers,
    }),
    commitReports: new Histogram({
      name: "inkling_commit_reports",
      help: "Reports made durable together",
      buckets: [1, 4, 16, 64, 256],
      registers,
    }),
    unopened: new Counter({
      name: "inkling_unopened_total",
      help: "Reports whose leader's box held no share",
      registers,
    }),
    impossible: new Counter({
      name: "inkling_impossible_total",
      help: "Mode C: reports longer than an honest device's, its noise allowed for; not added up",
      registers,
    }),
    batches: new Counter({ name: "inkling_batches_total", help: "Batches added up", registers }),
    tokens: new Counter({
      name: "inkling_tokens_total",
      help: "Requests for tokens: issued, or why not",
      labelNames: ["outcome"],
      registers,
    }),
    round: new Gauge({ name: "inkling_round", help: "The newest round", labelNames: ["task"], registers }),
    failures: new Counter({
      name: "inkling_round_failures_total",
      help: "Turns of a task that ended in an error; each is tried again",
      labelNames: ["task"],
      registers,
    }),
  };
}
