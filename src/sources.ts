import { SOURCES, type SourcesDoor } from "./page/capture/doors.ts";
import { DATA_LAYER } from "./page/capture/layer.ts";
import { startSources } from "./page/capture/sources.ts";

export { VERSION as version } from "./core/version.ts";

/** For the script tag, which loads it once the page is idle. */
export const readSources: SourcesDoor["readSources"] = (page, need, named, layer = DATA_LAYER) => {
  const words: readonly string[] = named?.split(/[\s,]+/) ?? SOURCES;
  const wanted = SOURCES.filter((name) => words.includes(name));
  startSources(page, wanted, async (source) => (await need(`${source}.js`)).hear, layer);
};
