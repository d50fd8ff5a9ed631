import type { Consent, EngineStatus } from "../../src/core/bridge/protocol.ts";
import { StorageError } from "../../src/core/errors.ts";
import type { ShopEvent } from "../../src/core/event/event.ts";
import type { Moment } from "../../src/core/rank/moment.ts";
import { POLICY_VERSION } from "../../src/core/rank/policy.ts";
import { Catalogue } from "../serve/catalogue.ts";
import { Desk } from "../serve/desk.ts";
import type { Means } from "../serve/load.ts";
import { Memory } from "../serve/memory.ts";
import type { ForeignChange, LostReason } from "../store/store.ts";
import { Keeper } from "./keeper.ts";
import type { Platform } from "./platform.ts";

/** How long opening waits for the catalogue and for prices; afterwards the page goes on without. */
const CATALOGUE_WAIT_MS = 3_000;
const PAUSED = "paused";
/** When everything was last forgotten; epoch ms. */
const ERASED = "erased-at";

/** Everything one engine holds, kept in step with the store, the other tabs and the shop's server. */
export class Session {
  readonly platform: Platform;
  readonly memory: Memory = new Memory();
  readonly desk: Desk = new Desk();
  readonly keeper: Keeper;
  catalogue: Catalogue;
  consent: Consent = { store: "pending", personalise: true, contribute: false };
  paused = false;
  private partsUrl = "";
  private erasedMs = Number.NEGATIVE_INFINITY;
  /** The store will be looked at for something to fold. */
  tidyDue = false;
  private readonly means: Means;

  constructor(platform: Platform) {
    this.platform = platform;
    this.keeper = new Keeper({
      hasStore: platform.hasStore,
      openStore: () => platform.openStore(this.onLost, this.onForeignChange),
      memoryStore: platform.memoryStore,
      held: () => this.memory,
    });
    this.means = {
      ...platform,
      shelf: shelfOf(this.keeper),
      learnedParts: () => platform.loadParts(this.partsUrl),
    };
    this.catalogue = new Catalogue("", this.means, this.changed);
  }

  /** `catalog`: the absolute address of catalog.json; empty when none is to be fetched. `parts`: that of learned.js. */
  async open(catalog: string, parts: string, consent: Consent): Promise<void> {
    this.partsUrl = parts;
    await this.followConsent(consent);
    this.catalogue = new Catalogue(catalog, this.means, this.changed);
    const { catalogue } = this;
    await within(
      catalogue.ready().then(() => catalogue.liveReady()),
      CATALOGUE_WAIT_MS,
    );
  }

  async followConsent(consent: Consent): Promise<void> {
    this.consent = consent;
    if (consent.store === false) this.memory.clear();
    await this.keeper.follow(consent.store);
    await this.reread("keep-pause");
  }

  async setPaused(paused: boolean): Promise<void> {
    this.paused = paused;
    this.changed();
    await this.keeper.store.putSetting(PAUSED, paused ? true : undefined);
  }

  /** Every open tab forgets with this one. */
  async erase(): Promise<number> {
    this.memory.clear();
    this.changed();
    const erased = await this.keeper.erase();
    // A pause outlives what it was asked for: nothing is recorded again unasked.
    if (this.paused) await this.setPaused(true);
    this.erasedMs = this.platform.now();
    await this.keeper.store.putSetting(ERASED, this.erasedMs).catch(quiet);
    return erased;
  }

  /** Whether it was forgotten before it arrived: a page may hand in late what it recorded before another tab erased. */
  isForgotten({ at }: ShopEvent): boolean {
    // A clock set back since would make everything look forgotten.
    return at < this.erasedMs && this.erasedMs <= this.platform.now();
  }

  /** The store fails: goes on in memory with what is known. */
  giveUpStore(why: string): void {
    this.keeper.fallBack(why);
    if (this.paused) void this.keeper.store.putSetting(PAUSED, true);
    this.platform.notify("status");
  }

  async freeze(frozen: boolean): Promise<void> {
    if (frozen) return this.keeper.freeze();
    this.keeper.unfreeze();
    await this.reread("take-pause");
    this.changed();
  }

  /** What rankings are computed from now; undefined without a catalogue. */
  moment(): Moment | undefined {
    const { loaded } = this.catalogue;
    const personal = this.consent.personalise && !this.paused;
    const goods = { live: this.catalogue.pricesNow(), stock: this.catalogue.stockNow() };
    return loaded && this.desk.at(loaded, goods, this.memory, personal, this.platform.now());
  }

  /** Names the rules and the catalogue that make an order. */
  policy(): string {
    const { loaded } = this.catalogue;
    const learned = loaded?.prepared.learned && loaded.manifest.sections.model?.sha256.slice(0, 8);
    return `${POLICY_VERSION}/${loaded?.version.slice(0, 8) ?? "none"}${learned === undefined ? "" : `+${learned}`}`;
  }

  /** Why nothing is known of the shopper, when nothing is. */
  impersonal(): "paused" | "consent" | "first-visit" {
    if (this.paused) return "paused";
    return this.consent.personalise && this.consent.store !== false ? "first-visit" : "consent";
  }

  async status(): Promise<EngineStatus> {
    const { keeper, catalogue } = this;
    const size = await keeper.store.size().catch(() => ({ events: 0, bytes: 0 }));
    const unmatched = this.moment()?.shopper.unmatched;
    return {
      storage: { state: keeper.state, ...size, ...said(keeper.message) },
      catalogue: {
        state: catalogue.state,
        products: catalogue.loaded?.prepared.ranking.products ?? 0,
        version: catalogue.loaded?.version ?? "",
        live: catalogue.liveState,
        ...said(catalogue.message),
      },
      unmatched: { share: unmatched?.of ? unmatched.events / unmatched.of : 0, samples: unmatched?.samples ?? [] },
      policy: this.policy(),
      paused: this.paused,
      consent: this.consent,
    };
  }

  readonly changed = (): void => this.platform.notify("change");

  /**
   * Takes over what the store holds. "keep-pause": a pause of this tab holds in whichever store is in use now; "take-pause":
   * another tab may have ended it.
   */
  private async reread(pause: "keep-pause" | "take-pause"): Promise<void> {
    try {
      await this.memory.reload(this.keeper.store);
      const stored = (await this.keeper.store.setting(PAUSED)) === true;
      if (pause === "keep-pause" && this.paused && !stored) await this.setPaused(true);
      else this.paused = stored;
      const erased = await this.keeper.store.setting(ERASED);
      if (typeof erased === "number") this.erasedMs = erased;
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      this.giveUpStore(error.message);
    }
  }

  private readonly onLost = (why: LostReason): void => {
    if (why === "newer") this.giveUpStore("a newer Inkling in another tab has taken the store over: reload the page");
    else void this.reread("keep-pause").then(this.changed, quiet);
  };

  private readonly onForeignChange = (what: ForeignChange): void => {
    void this.followForeign(what).then(this.changed, quiet);
  };

  private async followForeign(what: ForeignChange): Promise<void> {
    // While consent is pending or storage is off, what other tabs store is not this tab's.
    if (this.keeper.state !== "indexeddb") return;
    if (what === "events") return this.memory.refresh(this.keeper.store);
    if (what === "erased") return this.memory.clear();
    if (what === "catalogue") return this.catalogue.takeOver();
    await this.reread("take-pause");
    this.platform.notify("status");
  }
}

/** The catalogue survives in whichever store serves now. */
function shelfOf(keeper: Keeper): Means["shelf"] {
  return {
    section: (hash) => keeper.store.section(hash),
    putSection: (hash, bytes, keep) => keeper.store.putSection(hash, bytes, keep),
    manifest: () => keeper.store.manifest(),
    putManifest: (text, atMs) => keeper.store.putManifest(text, atMs),
    live: () => keeper.store.live(),
    putLive: (bytes, atMs) => keeper.store.putLive(bytes, atMs),
  };
}

export const said = (message: string): { readonly message?: string } => (message === "" ? {} : { message });

/** Waits for `work`, but not longer than `limitMs`, and not for its failure: status() tells that. */
export async function within(work: Promise<unknown>, limitMs: number): Promise<void> {
  await Promise.race([work.catch(quiet), new Promise((resolve) => setTimeout(resolve, limitMs))]);
}

/** For work whose failure status() already tells. */
export function quiet(): void {}
