import type { SharedModelStatus } from "../../src/core/bridge/protocol.ts";
import type { Loaded } from "../serve/load.ts";
import type { LearnedParts } from "../serve/parts.ts";
import type { Shared } from "../store/store.ts";
import type { Parts } from "./parts.ts";

/** The model that came of what many devices contributed, as the engine ranks with it. */
export class SharedModel {
  kept: Shared | undefined;
  private made: { readonly of: Loaded; readonly by: Shared; readonly loaded: Loaded } | undefined;
  private readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** The catalogue to rank with: with the model beside what the shop ships, where this device has accepted it. */
  applied(loaded: Loaded): Loaded {
    const { kept } = this;
    const { code } = this.parts;
    if (kept?.accepted !== true || code === undefined) return loaded;
    if (this.made?.of !== loaded || this.made.by !== kept)
      this.made = { of: loaded, by: kept, loaded: withShared(loaded, code, kept) };
    return this.made.loaded;
  }

  /** Resolves once it can be ranked with, or cannot. */
  async ready(): Promise<void> {
    if (this.kept?.accepted === true) await this.parts.ready();
  }

  /** `off`: why nothing is contributed, when nothing is. */
  status(off: string): SharedModelStatus {
    const { kept } = this;
    if (off !== "") return { state: "off", why: off };
    if (kept === undefined) return { state: "none", why: "nothing has been published, or not been looked for yet" };
    const { accepted, why, version, hash, canary, atMs, heldOut, gain } = kept;
    return { state: accepted ? "accepted" : "kept back", why, version, hash, canary, at: atMs, heldOut, gain };
  }
}

/** Without it where it is of an Inkling with other features. */
function withShared(loaded: Loaded, { shared, rescore }: LearnedParts, { weights, hash, version }: Shared): Loaded {
  try {
    const prepared = shared(loaded.prepared, weights);
    return { ...loaded, prepared, rescore, shared: version, version: `${loaded.version}@${hash}` };
  } catch {
    return loaded;
  }
}
