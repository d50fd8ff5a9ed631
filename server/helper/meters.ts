import { Counter, Registry } from "prom-client";

/** Reports of batches, by what became of them. */
export const judgedCounter = (registry: Registry = new Registry()): Counter<"outcome"> =>
  new Counter({
    name: "inkling_judged_total",
    help: "Reports of batches: added, or why not",
    labelNames: ["outcome"],
    registers: [registry],
  });
