import type { CatalogueState, LiveState } from "../../src/core/bridge/protocol.ts";
import type { LiveSection } from "../../src/core/catalogue/live.ts";
import { BlockedError, FetchError } from "../../src/core/errors.ts";
import { fetchLive, keptLive, type Live } from "./live.ts";
import {
  type Dated,
  fetchManifest,
  keepManifest,
  keptManifest,
  type Loaded,
  loadSections,
  type Means,
  versionOf,
} from "./load.ts";

/** After a failure the network is left alone for this long. */
const RETRY_AFTER_MS = 30_000;

/** The shop's catalogue as the engine has it, kept up to date. */
export class Catalogue {
  state: CatalogueState = "none";
  message = "";
  loaded: Loaded | undefined;
  /** When the manifest of `loaded` was fetched, here or in another tab. */
  #atMs = Number.NEGATIVE_INFINITY;
  /** Of `loaded`: rows of one catalogue mean nothing in another. */
  #live: Live | undefined;
  /** The last of what loads, renews and takes over, one after the other: of two at once the older could end last, and win. */
  #tail = Promise.resolve();
  #failedAt = Number.NEGATIVE_INFINITY;
  readonly #means: Means;
  readonly #url: string;
  readonly #onChange: () => void;

  /** `url` of catalog.json, absolute; empty when none is to be fetched. `onChange`: rankings may differ from now on. */
  constructor(url: string, means: Means, onChange: () => void) {
    this.#url = url;
    this.#means = means;
    this.#onChange = onChange;
  }

  /** Resolves once there is a catalogue, or none can be had for now; a failure is tried again later. */
  async ready(): Promise<void> {
    if (this.#url !== "" && this.state !== "ready") await this.#inTurn(() => this.#load());
  }

  /** Prices while they are within their time to live; asks for new ones otherwise, and does not wait. */
  pricesNow(): LiveSection | undefined {
    if (this.liveState === "fresh") return this.stockNow();
    void this.liveReady();
    return undefined;
  }

  /** Stock as last known, of whatever age: what is sold out is not offered until the shop says otherwise. */
  stockNow(): LiveSection | undefined {
    return this.#live?.section;
  }

  /** Resolves once prices are fresh or could not be had. */
  async liveReady(): Promise<void> {
    if (this.#isDue())
      await this.#inTurn(async () => {
        if (this.#isDue()) await this.#askForLive(this.loaded!);
      });
  }

  get liveState(): LiveState {
    if (this.#live === undefined) return "none";
    return this.#isFresh(this.#live.atMs) ? "fresh" : "expired";
  }

  /** Another tab has fetched a newer manifest or live file: takes it over from the store. */
  takeOver(): Promise<void> {
    return this.#inTurn(async () => {
      const kept = await keptManifest(this.#means, this.#url);
      if (kept !== undefined && kept.atMs >= this.#atMs) await this.#take(kept);
    });
  }

  async #load(): Promise<void> {
    if (this.state === "ready" || this.#rests()) return;
    this.state = "loading";
    const kept = await keptManifest(this.#means, this.#url);
    if (kept !== undefined) await this.#trying(() => this.#take(kept));
    if (this.loaded === undefined) return this.#renew();
    if (!this.#isFresh(this.#atMs)) void this.#inTurn(() => this.#renew());
  }

  /** Whether the shop has built a newer catalogue; the one at hand serves until the newer is here whole. */
  async #renew(): Promise<void> {
    await this.#trying(async () => {
      const fetched = await fetchManifest(this.#means, this.#url);
      await this.#take(fetched);
      await keepManifest(this.#means, this.#url, fetched);
    });
  }

  /** The store's live file with it, where that is newer than the one at hand: an older one is of a tab that was late to keep it. */
  async #take({ manifest, atMs }: Dated): Promise<void> {
    const before = this.loaded;
    const isKnown = versionOf(manifest) === before?.version;
    const loaded = isKnown ? before! : await loadSections(this.#means, this.#url, manifest);
    const own = isKnown ? this.#live : undefined;
    this.#live = (await keptLive(this.#means, loaded, own?.atMs)) ?? own;
    this.loaded = loaded;
    this.#atMs = atMs;
    if (isKnown) return;
    this.state = "ready";
    this.#succeeded();
    void this.pricesNow();
  }

  #isDue(): boolean {
    return this.loaded !== undefined && this.liveState !== "fresh" && !this.#rests();
  }

  /** Whether what was fetched then may still be relied on. A clock that was set back since makes it old, not new. */
  #isFresh(atMs: number): boolean {
    const ageMs = this.#means.now() - atMs;
    return ageMs >= 0 && ageMs < this.loaded!.manifest.live.ttlSeconds * 1000;
  }

  /** A live file of another catalogue: the shop has built a newer one, or is in the middle of uploading it. */
  async #askForLive(asked: Loaded): Promise<void> {
    let live = await fetchLive(this.#means, this.#url, asked);
    if (live === undefined) {
      await this.#renew();
      if (this.loaded !== asked) live = await fetchLive(this.#means, this.#url, this.loaded!);
    }
    if (live !== undefined) {
      this.#live = live;
      this.#succeeded();
    } else if (!this.#rests())
      throw new FetchError("live.bin is of another catalogue than catalog.json: upload the whole folder");
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#tail = this.#tail.then(() => this.#trying(work));
    return this.#tail;
  }

  async #trying(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.message = error instanceof Error ? error.message : String(error);
      this.#failedAt = this.#means.now();
      if (this.loaded === undefined) this.state = error instanceof BlockedError ? "blocked" : "failed";
    }
  }

  #succeeded(): void {
    this.message = "";
    this.#failedAt = Number.NEGATIVE_INFINITY;
    this.#onChange();
  }

  /** A clock set back does not lengthen it. */
  #rests(): boolean {
    const sinceMs = this.#means.now() - this.#failedAt;
    return sinceMs >= 0 && sinceMs < RETRY_AFTER_MS;
  }
}
