import type { Inkling } from "./api.ts";
import type { ChoreDoors } from "./chores.ts";
import { type Chunks, chunksBeside } from "./chunks.ts";
import { createGlobal, type InklingGlobal } from "./command.ts";
import { readConsentAttribute } from "./consent/consent.ts";
import type { PageEngine } from "./engine/ladder.ts";
import type { Seat } from "./engine/seat.ts";
import { createPage, type Page } from "./page.ts";
import { createProblems } from "./problems.ts";
import type { Stub } from "./stub.ts";

/** What the script adds to the window. */
interface InklingWindow {
  inkling?: Stub | InklingGlobal;
}

/** The doors of the chunks: each has the one that it is loaded for. */
interface Doors extends ChoreDoors, PageEngine {
  runBeside(seat: Seat, tag: { page: Page; chunks: Chunks<Doors>; workerUrl: string; federation: string }): void;
  defineElements(inkling: Inkling): Promise<void>;
  openDebug(inkling: Inkling): void;
}

const ELEMENTS = "inkling-shelf,inkling-sort";

/** Puts the one global in place of the stub. Once: a second script of the same page changes nothing. */
export function installGlobal(script: HTMLOrSVGScriptElement | null): void {
  // The stub, an earlier copy of this script, or nothing.
  const host = window as InklingWindow;
  const before = host.inkling;
  if (typeof before === "function" && "destroy" in before) return;

  const tag: Partial<HTMLScriptElement> = script instanceof HTMLScriptElement ? script : {};
  const problems = createProblems();
  const chunks: Chunks<Doors> = chunksBeside(tag, problems);
  let wanted = false;
  const loadElements = (): void => {
    if (wanted || page.engine.phase === "waiting" || document.querySelector(ELEMENTS) === null) return;
    wanted = true;
    void chunks.load("elements.js", ({ defineElements }) => defineElements(page.inkling));
  };
  const { catalog = "", consent, learn, explore, workerUrl = "", federation = "" } = tag.dataset ?? {};
  const options = {
    catalog,
    consent: readConsentAttribute(consent),
    ...(learn !== undefined && { learn: learn !== "off" }),
    ...(explore !== undefined && { explore: Number(explore) }),
  };
  const page = createPage(options, {
    problems,
    parts: chunks.at("learned.js"),
    run: async (seat) => (await chunks.need("client.js")).runBeside(seat, { page, chunks, workerUrl, federation }),
    scanned: loadElements,
  });
  const debug = (): Promise<void> => chunks.load("debug.js", ({ openDebug }) => openDebug(page.inkling));
  host.inkling = createGlobal(page, { debug }, before?.q ?? []);
  page.inkling.on("status", loadElements);
}
