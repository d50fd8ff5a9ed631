import type { SourcesDoor } from "./page/capture/doors.ts";
import { type ChoreDoors, followChores } from "./page/chores.ts";
import type { Chunks } from "./page/chunks.ts";
import { runEngine } from "./page/engine/run.ts";
import type { Seat } from "./page/engine/seat.ts";
import { launchClassic } from "./page/launch.ts";
import type { Page } from "./page/page.ts";

export { VERSION as version } from "./core/version.ts";

/** What a script tag has to say. */
export interface Tag {
  readonly page: Page;
  readonly chunks: Chunks<ChoreDoors & SourcesDoor>;
  /** The script's own address; the workers lie beside it. */
  readonly src: string;
  /** What data-federation says; empty without. */
  readonly federation: string;
  /** What the tag's attributes say. */
  readonly data: Readonly<DOMStringMap>;
}

/** For the script tag, which loads it once the page is idle. */
export function runBeside(seat: Seat, { page, chunks, src, federation, data }: Tag): void {
  runEngine(seat, () => launchClassic(new URL("engine.worker.classic.js", src)));
  followChores(page, chunks, src, federation);
  if (data.sources !== "none")
    void chunks.load("sources.js", ({ readSources }) => readSources(page, chunks.need, data.sources, data.layer));
}
