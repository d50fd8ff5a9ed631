import type { SharedModelStatus } from "../../src/core/bridge/protocol.ts";
import type { Loaded } from "../serve/load.ts";
import type { LearnedParts } from "../serve/parts.ts";
import type { Shared } from "../store/store.ts";
import { lastOf } from "./last-of.ts";
import type { Parts } from "./parts.ts";

/** While contributing is on it is judged anew several times a day. */
const STALE_MS = 7 * 24 * 3_600_000;

const LOADING = "learned.js is on its way";

/** The model that came of what many devices contributed, as the engine ranks with it. */
export class SharedModel {
  kept: Shared | undefined;
  readonly #made = lastOf((loaded: Loaded, kept: Shared) => withShared(loaded, this.#parts.code!, kept));
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Why what is accepted is not ranked with. */
  get #missing(): string {
    const { code } = this.#parts;
    if (code === undefined) return this.#parts.failed ? "learned.js is not here" : LOADING;
    return this.kept !== undefined && code.ranksWith(this.kept.weights) ? "" : "of an Inkling with other features";
  }

  /** The one on top of which a learner trains, whether or not it is ranked with just now: see sharedOf in workers/learner.ts. */
  get trainedOn(): Shared | undefined {
    const { kept } = this;
    return kept?.accepted && this.#parts.code?.ranksWith(kept.weights) !== false ? kept : undefined;
  }

  /** The catalogue to rank with: with the model beside what the shop ships, where this device has accepted it. */
  applied(loaded: Loaded): Loaded {
    const { kept } = this;
    return kept?.accepted === true && this.#missing === "" ? this.#made(loaded, kept) : loaded;
  }

  /** Whether it was last looked at so long ago that contributing must be off for good; or ahead of a clock that was set back as far. */
  isStale(now: number): boolean {
    return Math.abs(now - (this.kept?.atMs ?? now)) > STALE_MS;
  }

  /** Resolves once it can be ranked with, or cannot. */
  async ready(): Promise<void> {
    if (this.kept?.accepted === true) await this.#parts.ready();
  }

  /** `off`: why nothing is contributed, when nothing is. */
  status(off: string): SharedModelStatus {
    const { kept } = this;
    if (off !== "") return { state: "off", why: off };
    if (kept === undefined) return { state: "none", why: "nothing is published, or not looked for yet" };
    const { accepted, version, hash, canary, atMs, heldOut, gain } = kept;
    const missing = accepted ? this.#missing : "";
    const state = missing === LOADING ? "loading" : accepted && missing === "" ? "accepted" : "kept back";
    return { state, why: missing || kept.why, version, hash, canary, at: atMs, heldOut, gain };
  }
}

const withShared = (loaded: Loaded, code: LearnedParts, { weights, hash, version }: Shared): Loaded => ({
  ...loaded,
  prepared: code.shared(loaded.prepared, weights),
  rescore: code.rescore,
  shared: { version, hash },
  version: `${loaded.version}@${hash}`,
});
