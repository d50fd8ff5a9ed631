import type { EngineStatus } from "../core/bridge/protocol.ts";
import type { Chunks } from "./chunks.ts";
import type { Page } from "./page.ts";

/** The doors of the chunks that start workers besides the engine's. */
export interface ChoreDoors {
  learnBeside(page: Page, launch: () => Worker): void;
  contributeBeside(page: Page, launch: () => Worker, json: string): void;
}

/**
 * Loads what learns and what contributes once the engine says that there is something to do.
 * @param launch Starts the worker of that file; may throw.
 * @param federation What data-federation says.
 */
export function followChores(
  page: Page,
  chunks: Chunks<ChoreDoors>,
  launch: (name: string) => Worker,
  federation: string,
): void {
  const once = (name: string, isWanted: (engine: EngineStatus) => boolean, run: (doors: ChoreDoors) => void): void => {
    const off = page.inkling.on("status", ({ engine }) => {
      if (engine === undefined || !isWanted(engine)) return;
      off();
      void chunks.load(name, run);
    });
  };
  const isLearning = ({ learning }: EngineStatus): boolean => learning.due || learning.state === "training";
  once("learning.js", isLearning, ({ learnBeside }) => learnBeside(page, () => launch("learner.worker.js")));
  if (federation === "") return;
  const isOn = ({ contribution }: EngineStatus): boolean => contribution.state === "on";
  once("contributing.js", isOn, ({ contributeBeside }) =>
    contributeBeside(page, () => launch("reporter.worker.js"), federation),
  );
}
