import type { SourcesDoor } from "./page/capture/doors.ts";
import { type ChoreDoors, followChores } from "./page/chores.ts";
import type { Chunks } from "./page/chunks.ts";
import { lookForSource } from "./page/consent/look.ts";
import { type ElementDoors, followElements } from "./page/elements-beside.ts";
import { ladderOf, type PageEngine } from "./page/engine/ladder.ts";
import { runEngine } from "./page/engine/run.ts";
import type { Seat } from "./page/engine/seat.ts";
import { trusted } from "./page/engine/trusted.ts";
import { hashOf } from "./page/hashes.ts";
import { launchModule } from "./page/launch.ts";
import type { Page } from "./page/page.ts";

export { VERSION as version } from "./core/version.ts";
export { hashOf } from "./page/hashes.ts";

/** What a script tag has to say. */
export interface Tag {
  readonly page: Page;
  readonly chunks: Chunks<ChoreDoors & ElementDoors & PageEngine & SourcesDoor>;
  /** What the tag's attributes say. */
  readonly data: Readonly<DOMStringMap>;
}

const WORKER = "engine.worker.classic.js";

/**
 * For the script tag, which loads it once the page is idle.
 * @returns Looks for elements that have come since.
 */
export function runBeside(seat: Seat, { page, chunks, data }: Tag): () => void {
  const url = chunks.at(WORKER);
  const own = (): Worker => {
    const ours = new URL(data.workerUrl || url, document.baseURI);
    if (ours.origin !== location.origin)
      throw new TypeError(`${ours.href} is of another origin: data-worker-url may name a copy`);
    return new Worker(trusted(ours.href));
  };
  const source = { url, type: "classic", integrity: hashOf(WORKER) } as const;
  const inPage = async (): Promise<PageEngine> => {
    const { servePage } = await chunks.need("engine.worker.js");
    return { servePage: (port) => servePage(port, () => chunks.need("learned.js")) };
  };
  runEngine(seat, ladderOf(own, source, inPage));
  lookForSource(page);
  followChores(page, chunks, (name) => launchModule(new URL(chunks.at(name))), data.federation ?? "");
  void chunks.load("sources.js", ({ readSources }) => readSources(page, chunks.need, data.sources, data.layer));
  return followElements(page, chunks);
}
