import { decodeLearned } from "../../src/core/catalogue/learned.ts";
import { parseManifest } from "../../src/core/catalogue/manifest.ts";
import { FEATURES } from "../../src/core/rank/features.ts";
import { prepareLearned } from "../../src/core/rank/learned.ts";
import type { PreparedLearned } from "../../src/core/rank/prepared.ts";
import type { Product } from "../../src/core/rank/product.ts";
import { unpack } from "../../src/core/rank/unpack.ts";
import { finish } from "../../src/core/steps.ts";
import { keptSection, type Loaded, type Means } from "./load.ts";

/** What learning needs of a catalogue. */
export type Kept = Pick<Loaded, "prepared" | "manifest">;

interface KeptMeans extends Pick<Means, "text" | "digest"> {
  readonly product: () => Product;
}

/** Where an engine has kept it. */
type Shelf = Pick<Means["shelf"], "section" | "manifest">;

/** The catalogue as an engine has kept it; undefined where that is not whole, since fetching is an engine's to do. */
export async function keptCatalogue(store: Shelf, means: KeptMeans): Promise<Kept | undefined> {
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
    const learnedOf = (products: number): PreparedLearned | undefined =>
      modelBytes && prepareLearned(decodeLearned(modelBytes, FEATURES.length, products), means.product());
    return { manifest, prepared: finish(unpack(rankingBytes, aliasBytes, means.text, learnedOf)) };
  } catch {
    return undefined; // of another release
  }
}
