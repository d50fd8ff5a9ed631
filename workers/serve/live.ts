import { catalogueOfLive, type LiveSection, liveSteps } from "../../src/core/catalogue/live.ts";
import { catalogueVersion } from "../../src/core/catalogue/manifest.ts";
import type { Loaded, Means } from "./load.ts";

const MAX_LIVE_BYTES = 16_000_000;

/** Prices and stock of one version of the catalogue, and when the shop's server last confirmed them. */
export interface Live {
  readonly section: LiveSection;
  readonly atMs: number;
}

/** The kept live file, while it is of this catalogue and was confirmed after that time (epoch ms); perhaps too old for its prices. */
export async function keptLive(means: Means, loaded: Loaded, afterMs = 0): Promise<Live | undefined> {
  const kept = await means.shelf.live().catch(() => undefined);
  if (kept === undefined || kept.atMs <= afterMs) return undefined;
  try {
    if (catalogueOfLive(kept.bytes, means.text) !== catalogueVersion(loaded.manifest.sections)) return undefined;
    const section = await means.pace(liveSteps(kept.bytes, loaded.display, means.text));
    return { section, atMs: kept.atMs };
  } catch {
    return undefined; // damaged: the network has a better one
  }
}

/**
 * Asks the shop's server. Undefined: the rows are of another version of the catalogue, so the manifest is due.
 * Throws FetchError or FormatError.
 */
export async function fetchLive(means: Means, url: string, loaded: Loaded): Promise<Live | undefined> {
  const bytes = await means.file(new URL(loaded.manifest.live.url, url).href, MAX_LIVE_BYTES, "no-cache");
  const atMs = means.now();
  if (catalogueOfLive(bytes, means.text) !== catalogueVersion(loaded.manifest.sections)) return undefined;
  const section = await means.pace(liveSteps(bytes, loaded.display, means.text));
  await means.shelf.putLive(bytes, atMs).catch(() => undefined);
  return { section, atMs };
}
