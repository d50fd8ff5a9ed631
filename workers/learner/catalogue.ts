import { parseManifest } from "../../src/core/catalogue/manifest.ts";
import { keptSection, type Loaded, type Means, preparedOf } from "../serve/load.ts";
import type { LearningStore } from "../store/learning.ts";

/** What a learner needs of a catalogue. */
export type Kept = Pick<Loaded, "prepared" | "manifest">;

/** The catalogue as an engine has kept it; undefined where that is not whole, since fetching is an engine's to do. */
export async function keptCatalogue(
  store: LearningStore,
  means: Pick<Means, "text" | "digest" | "product">,
): Promise<Kept | undefined> {
  const kept = await store.manifest();
  if (kept === undefined) return undefined;
  try {
    // Its address comes before it.
    const manifest = parseManifest(kept.text.slice(kept.text.indexOf("\n") + 1));
    const { ranking, aliases, model } = manifest.sections;
    const [rankingBytes, aliasBytes, modelBytes] = await Promise.all(
      [ranking, aliases, model].map((entry) => entry && keptSection({ ...means, shelf: store }, entry.sha256)),
    );
    if (rankingBytes === undefined || aliasBytes === undefined) return undefined;
    return { manifest, prepared: preparedOf(means, rankingBytes, aliasBytes, modelBytes) };
  } catch {
    return undefined; // of another release
  }
}
