import { AGAIN_MS, keepWorker } from "./keep-worker.ts";
import type { Page } from "./page.ts";

/** What settles it until there is more to do. After anything else this page does not try again. */
const SETTLED: readonly unknown[] = ["accepted", "reverted", "too-few", "busy elsewhere"];

/** Starts the learner's worker when training is due. `launch` may throw. */
export function keepLearning(page: Pick<Page, "inkling" | "problems">, launch: () => Worker): void {
  keepWorker(page, {
    name: "learning on this device",
    launch,
    wish: ({ learning: { state, due } }) => ({
      off: state === "off",
      due,
      again: state === "training" ? AGAIN_MS : undefined,
    }),
    done(data) {
      // What learner.worker.ts posts.
      const { learnt, message } = data as { readonly learnt: string; readonly message?: string };
      if (learnt === "failed") return new Error(message);
      return SETTLED.includes(learnt) ? "settled" : "never";
    },
  });
}
