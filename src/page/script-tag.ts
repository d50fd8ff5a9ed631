import type { Consent } from "../core/bridge/protocol.ts";
import type { Inkling } from "./api.ts";
import type { SourcesDoor } from "./capture/doors.ts";
import type { ChoreDoors } from "./chores.ts";
import { type Chunks, chunksBeside } from "./chunks.ts";
import { createGlobal, type InklingGlobal } from "./command.ts";
import { readConsentAttribute } from "./consent/consent.ts";
import type { ElementDoors } from "./elements-beside.ts";
import type { PageEngine } from "./engine/ladder.ts";
import type { Seat } from "./engine/seat.ts";
import { createPage, type Page } from "./page.ts";
import { createProblems, type Problems } from "./problems.ts";
import type { Stub } from "./stub.ts";

/** What the script adds to the window. */
interface InklingWindow {
  inkling?: Stub | InklingGlobal;
}

/** The doors of the chunks: each has the one that it is loaded for. */
interface Doors extends ChoreDoors, ElementDoors, PageEngine, SourcesDoor {
  runBeside(seat: Seat, tag: { page: Page; chunks: Chunks<Doors>; data: DOMStringMap }): () => void;
  openDebug(inkling: Inkling): void;
  followConsent(
    hear: (change: Partial<Consent>) => void,
    problems: Problems,
    signal: AbortSignal,
    layer: string | undefined,
  ): void;
}

/** Puts the one global in place of the stub. Once: a second script of the same page changes nothing. */
export function installGlobal(script: HTMLOrSVGScriptElement | null): void {
  // The stub, an earlier copy of this script, or nothing.
  const host = window as InklingWindow;
  const before = host.inkling;
  if (typeof before === "function" && "destroy" in before) return;

  // The cast: an SVG's script has no src, and what it lacks may be missing.
  const tag = (script ?? {}) as Partial<HTMLScriptElement>;
  const problems = createProblems();
  const chunks: Chunks<Doors> = chunksBeside(tag, problems);
  let look = (): void => {};
  const make = (): Page => {
    const { dataset: data = {} } = tag;
    const { catalog, learn, explore, automated, layer } = data;
    const options = {
      catalog,
      consent: readConsentAttribute(data.consent),
      learn: learn === undefined ? learn : learn !== "off",
      explore: explore === undefined ? explore : Number(explore),
      dataLayer: layer,
      automated: automated === "on",
    };
    const page = createPage(options, {
      problems,
      parts: chunks.at("learned.js"),
      followConsent: (hear, signal) =>
        chunks.load("consent.js", ({ followConsent }) => followConsent(hear, problems, signal, layer)),
      run: async (seat) => {
        look = (await chunks.need("client.js")).runBeside(seat, { page, chunks, data });
      },
      scanned: () => look(),
    });
    return page;
  };
  const debug = (): Promise<void> => chunks.load("debug.js", ({ openDebug }) => openDebug(inkling));
  const inkling: InklingGlobal = createGlobal(make, problems, { debug }, before?.q ?? []);
  host.inkling = inkling;
}
