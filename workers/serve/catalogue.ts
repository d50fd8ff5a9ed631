import type { CatalogueState, LiveState } from "../../src/core/bridge/protocol.ts";
import type { LiveSection } from "../../src/core/catalogue/live.ts";
import { BlockedError, FetchError } from "../../src/core/errors.ts";
import { fetchLive, isFresh, keptLive, type Live } from "./live.ts";
import {
  type Fetched,
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
  #live: Live | undefined;
  #loading: Promise<void> | undefined;
  #refreshing: Promise<void> | undefined;
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

  /** Resolves once there is a catalogue, or none can be had for now. One load at a time; a failure is tried again later. */
  ready(): Promise<void> {
    if (this.#url === "" || this.loaded !== undefined || this.#rests()) return Promise.resolve();
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  /** Prices while they are within their time to live; asks for new ones otherwise, and does not wait. */
  pricesNow(): LiveSection | undefined {
    const live = this.#liveOfNow();
    if (live !== undefined && isFresh(live, this.#means.now())) return live.section;
    void this.#refreshLive();
    return undefined;
  }

  /** Stock as last known, of whatever age: what is sold out is not offered until the shop says otherwise. */
  stockNow(): LiveSection | undefined {
    return this.#liveOfNow()?.section;
  }

  /** Resolves once prices are fresh or could not be had. */
  async liveReady(): Promise<void> {
    if (this.pricesNow() === undefined) await this.#refreshing;
  }

  get liveState(): LiveState {
    const live = this.#liveOfNow();
    if (live === undefined) return "none";
    return isFresh(live, this.#means.now()) ? "fresh" : "expired";
  }

  /** Another tab has fetched a newer manifest or live file: takes it over from the store. */
  async takeOver(): Promise<void> {
    const kept = this.#url === "" ? undefined : await keptManifest(this.#means, this.#url);
    if (kept === undefined) return;
    const { loaded } = this;
    if (versionOf(kept.manifest) !== loaded?.version) return this.#adopt(kept.manifest);
    this.#live = (await keptLive(this.#means, loaded)) ?? this.#live;
  }

  /** Rows of one catalogue mean nothing in another, which may have come while they were fetched. */
  #liveOfNow(): Live | undefined {
    return this.#live?.of === this.loaded ? this.#live : undefined;
  }

  async #load(): Promise<void> {
    this.state = "loading";
    const kept = await keptManifest(this.#means, this.#url);
    if (kept !== undefined) await this.#adopt(kept.manifest);
    if (this.loaded === undefined) return this.#renew();
    const due = kept === undefined || kept.ageMs < 0 || kept.ageMs > kept.manifest.live.ttlSeconds * 1000;
    if (due) void this.#renew();
  }

  /** Whether the shop has built a newer catalogue; the one at hand serves until the newer is here whole. */
  async #renew(): Promise<void> {
    await this.#trying(async () => {
      const fetched = await fetchManifest(this.#means, this.#url);
      await this.#take(fetched.manifest);
      await keepManifest(this.#means, this.#url, fetched);
    });
  }

  #adopt(manifest: Fetched["manifest"]): Promise<void> {
    return this.#trying(() => this.#take(manifest));
  }

  async #take(manifest: Fetched["manifest"]): Promise<void> {
    if (versionOf(manifest) === this.loaded?.version) return;
    const loaded = await loadSections(this.#means, this.#url, manifest);
    this.#live = await keptLive(this.#means, loaded);
    this.loaded = loaded;
    this.state = "ready";
    this.#succeeded();
    void this.pricesNow();
  }

  #refreshLive(): Promise<void> {
    const { loaded } = this;
    if (loaded === undefined || this.#rests()) return Promise.resolve();
    this.#refreshing ??= this.#trying(() => this.#askForLive(loaded)).finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** A live file of another catalogue: the shop has built a newer one, or is in the middle of uploading it. */
  async #askForLive(loaded: Loaded, again = true): Promise<void> {
    const live = await fetchLive(this.#means, this.#url, loaded);
    if (live !== "other-catalogue") {
      this.#live = live;
      return this.#succeeded();
    }
    if (again) await this.#renew();
    const { loaded: newer } = this;
    if (again && newer !== undefined && newer !== loaded) return this.#askForLive(newer, false);
    if (!this.#rests())
      throw new FetchError("live.bin is of another catalogue than catalog.json: upload the whole folder");
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
