import type { EngineStatus } from "../core/bridge/protocol.ts";
import type { Inkling } from "./api.ts";
import { createGlobal, type InklingGlobal } from "./command.ts";
import { readConsentAttribute } from "./consent/consent.ts";
import { launchClassic } from "./launch.ts";
import { createPage, type Page } from "./page.ts";
import type { Stub } from "./stub.ts";

/** What the script adds to the window. */
interface InklingWindow {
  inkling?: Stub | InklingGlobal;
}

/** What is loaded from beside the script when it is wanted: one of these each. */
interface Chunk {
  defineElements(inkling: Inkling): Promise<void>;
  openDebug(inkling: Inkling): void;
  learnBeside(page: Page, src: string): void;
  contributeBeside(page: Page, src: string, json: string): void;
}

const ELEMENTS = "inkling-shelf,inkling-sort";

/** Puts the one global in place of the stub. Once: a second script of the same page changes nothing. */
export function installGlobal(script: HTMLOrSVGScriptElement | null): void {
  // The stub, an earlier copy of this script, or nothing.
  const host = window as InklingWindow;
  const before = host.inkling;
  if (typeof before === "function" && "destroy" in before) return;

  const { src = "", dataset = {} } = script instanceof HTMLScriptElement ? script : {};
  const launch = (): Worker => {
    if (src === "") throw new TypeError("inkling.js must be a classic script with a src");
    return launchClassic(new URL("engine.worker.classic.js", src));
  };
  // A variable address, so that bundlers leave the chunks where they are; each has the doors it is loaded for.
  const beside = (name: string): string => (src === "" ? src : new URL(name, src).href);
  const load = (name: string): Promise<Chunk> => import(/* @vite-ignore */ beside(name));
  let wanted = false;
  const loadElements = (): void => {
    if (wanted || page.engine.phase === "waiting" || document.querySelector(ELEMENTS) === null) return;
    wanted = true;
    void load("elements.js")
      .then(({ defineElements }) => defineElements(page.inkling))
      .catch(page.problems.add);
  };
  const { catalog = "", consent, learn, explore, federation } = dataset;
  const options = {
    catalog,
    consent: readConsentAttribute(consent),
    ...(learn !== undefined && { learn: learn !== "off" }),
    ...(explore !== undefined && { explore: Number(explore) }),
  };
  const page = createPage(options, launch, beside("learned.js"), loadElements);
  const debug = (): Promise<void> =>
    load("debug.js")
      .then(({ openDebug }) => openDebug(page.inkling))
      .catch(page.problems.add);
  host.inkling = createGlobal(page, { debug }, before?.q ?? []);
  page.inkling.on("status", loadElements);
  const loadOnce = (name: string, isWanted: (engine: EngineStatus) => unknown, run: (chunk: Chunk) => void): void => {
    let loaded = false;
    page.inkling.on("status", ({ engine }) => {
      if (loaded || engine === undefined || !isWanted(engine)) return;
      loaded = true;
      void load(name).then(run).catch(page.problems.add);
    });
  };
  const isLearning = ({ learning }: EngineStatus): boolean => learning.due || learning.state === "training";
  loadOnce("learning.js", isLearning, ({ learnBeside }) => learnBeside(page, src));
  const isOn = ({ contribution }: EngineStatus): boolean => contribution.state === "on";
  if (federation) loadOnce("contributing.js", isOn, ({ contributeBeside }) => contributeBeside(page, src, federation));
}
