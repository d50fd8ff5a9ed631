import type { TextCodec } from "../../src/core/bytes.ts";
import { decodeLive, type LiveSection } from "../../src/core/catalogue/live.ts";
import { parseManifest } from "../../src/core/catalogue/manifest.ts";
import { finish } from "../../src/core/steps.ts";
import { learnedParts } from "../../workers/learned.ts";
import { fetchFile } from "../../workers/serve/fetch.ts";
import { type Loaded, loadSections, type Means } from "../../workers/serve/load.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const text: TextCodec = { encode: (value) => encoder.encode(value), decode: (bytes) => decoder.decode(bytes) };

/** Keeps nothing: every file comes from the server. */
const NO_SHELF: Means["shelf"] = {
  section: async () => undefined,
  putSection: async () => {},
  manifest: async () => undefined,
  putManifest: async () => {},
  live: async () => undefined,
  putLive: async () => {},
};

/** The catalogue at `url` as the engine holds it, loaded by the engine's own code. */
export async function loadCatalogue(url: string): Promise<{ readonly loaded: Loaded; readonly live: LiveSection }> {
  const file = (address: string): Promise<Uint8Array> => fetchFile(address, 64_000_000, "default");
  const manifest = parseManifest(text.decode(await file(url)));
  const means: Means = {
    file: fetchFile,
    shelf: NO_SHELF,
    text,
    digest: undefined,
    now: Date.now,
    pace: finish,
    learnedParts: async () => learnedParts,
  };
  const loaded = await loadSections(means, url, manifest);
  if (manifest.sections.model !== undefined && loaded.prepared.learned?.encoder === undefined)
    throw new Error("the learned parts were not loaded");
  const live = decodeLive(await file(new URL(manifest.live.url, url).href), loaded.display, text);
  return { loaded, live };
}
