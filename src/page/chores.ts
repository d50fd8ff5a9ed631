import type { EngineStatus } from "../core/bridge/protocol.ts";
import type { Chunks } from "./chunks.ts";
import type { Page } from "./page.ts";

/** The doors of the chunks that start workers besides the engine's. */
export interface ChoreDoors {
  learnBeside(page: Page, src: string): void;
  contributeBeside(page: Page, src: string, json: string): void;
}

/** Loads what learns and what contributes once the engine says that there is something to do. `federation`: what data-federation says. */
export function followChores(page: Page, chunks: Chunks<ChoreDoors>, src: string, federation: string): void {
  const once = (name: string, isWanted: (engine: EngineStatus) => boolean, run: (doors: ChoreDoors) => void): void => {
    const off = page.inkling.on("status", ({ engine }) => {
      if (engine === undefined || !isWanted(engine)) return;
      off();
      void chunks.load(name, run);
    });
  };
  const isLearning = ({ learning }: EngineStatus): boolean => learning.due || learning.state === "training";
  once("learning.js", isLearning, ({ learnBeside }) => learnBeside(page, src));
  if (federation === "") return;
  const isOn = ({ contribution }: EngineStatus): boolean => contribution.state === "on";
  once("contributing.js", isOn, ({ contributeBeside }) => contributeBeside(page, src, federation));
}
