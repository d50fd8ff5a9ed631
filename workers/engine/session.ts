import type {
  Consent,
  ContributionStatus,
  EngineStatus,
  LearningStatus,
  LearningSwitches,
} from "../../src/core/bridge/protocol.ts";
import { StorageError } from "../../src/core/errors.ts";
import type { ShopEvent } from "../../src/core/event/event.ts";
import { cleaned } from "../../src/core/event/stored.ts";
import { POLICY_VERSION } from "../../src/core/rank/policy.ts";
import { eachOf, type Steps } from "../../src/core/steps.ts";
import { Catalogue } from "../serve/catalogue.ts";
import { Desk, type Served } from "../serve/desk.ts";
import { type Loaded, type Means, originOf } from "../serve/load.ts";
import { Memory } from "../serve/memory.ts";
import type { Channel } from "../store/channel.ts";
import type { ForeignChange, Left, LostReason, Store } from "../store/store.ts";
import { contributionStatus, whyOff } from "./contribution.ts";
import { Keeper } from "./keeper.ts";
import { Learning } from "./learning.ts";
import { Parts } from "./parts.ts";
import type { Platform } from "./platform.ts";
import { SharedModel } from "./shared.ts";
import { Steering } from "./steering.ts";
import { knownOf } from "./told.ts";

/** How long opening waits for the catalogue and for prices; afterwards the page goes on without. */
const CATALOGUE_WAIT_MS = 3_000;
const NO_WORKER = "no worker may run on this page";
const PAUSED = "paused";
/** When everything was last forgotten; epoch ms. */
const ERASED = "erased-at";
const STEERING = "steering";
/** What the shopper did in another tab for all of them, also those that store nothing. */
const HEEDED: readonly ForeignChange[] = ["erased", "afresh", "paused", "resumed"];

/** Everything one engine holds, kept in step with the store, the other tabs and the shop's server. */
export class Session {
  readonly platform: Platform;
  readonly memory: Memory = new Memory();
  readonly desk: Desk = new Desk();
  readonly keeper: Keeper;
  readonly learning: Learning;
  readonly shared: SharedModel;
  readonly steering: Steering;
  catalogue: Catalogue;
  consent: Consent = { store: "pending", personalise: true, contribute: false };
  paused = false;
  /** Rises whenever everything is forgotten: what began before is of no use any more, whatever it still waits for. */
  erasures = 0;
  #partsUrl = "";
  #erasedMs = Number.NEGATIVE_INFINITY;
  /** The store will be looked at for something to fold. */
  tidyDue = false;
  readonly #channel: Channel;
  readonly #means: Means;
  readonly #parts: Parts;

  constructor(platform: Platform) {
    this.platform = platform;
    this.#channel = platform.channel(this.#onForeignChange);
    this.keeper = new Keeper({
      hasStore: platform.hasStore,
      openStore: () => platform.openStore(this.#onLost, this.#channel),
      memoryStore: platform.memoryStore,
      held: () => this.memory,
      mayTake: async (lasting) => {
        // Whether it was told before the pause, a tab that came after does not know.
        const paused = await lasting.setting(PAUSED);
        await this.#followErased(lasting);
        return (event) => paused !== true && !this.isForgotten(event);
      },
    });
    const parts = new Parts((tried) => platform.loadParts(this.#partsUrl, tried), platform.now);
    this.#parts = parts;
    this.shared = new SharedModel(parts);
    this.learning = new Learning(parts, this.shared);
    this.steering = new Steering(parts);
    // What a catalogue has learned is scored in one go, which is too long for a thread that the page needs.
    this.#means = {
      ...platform,
      shelf: shelfOf(this.keeper),
      learnedParts: platform.ownThread ? () => parts.ready().then(() => parts.code) : undefined,
    };
    this.catalogue = new Catalogue("", this.#means, this.#renewed);
  }

  /** `catalog`: the absolute address of catalog.json; empty when none is to be fetched. `parts`: that of learned.js. */
  async open(catalog: string, parts: string, consent: Consent, switches: LearningSwitches): Promise<void> {
    this.#partsUrl = parts;
    this.#channel.listen();
    this.learning.follow(this.platform.ownThread ? switches : { learn: false });
    await this.followConsent(consent);
    this.catalogue = new Catalogue(catalog, this.#means, this.#renewed);
    const { catalogue } = this;
    await within(Promise.all([catalogue.ready().then(() => catalogue.liveReady()), this.#ready()]), CATALOGUE_WAIT_MS);
  }

  async followConsent(consent: Consent): Promise<void> {
    this.consent = consent;
    if (consent.store === false) this.#forget(false);
    await this.keeper.follow(consent.store);
    await this.#reread("keep-pause");
    // A page may open before the shop's consent tool has answered; after so long nobody has for a while, and what is trained here waits for it.
    if (!consent.contribute && this.shared.isStale(this.platform.now())) await this.#dropShared().catch(quiet);
  }

  /** The shopper, or the shop for them, has changed a switch: what waits to be sent is not, once that is off. */
  async changeConsent(consent: Consent, withdrawn = false): Promise<void> {
    const leaves = !consent.contribute && (withdrawn || this.consent.contribute);
    await this.followConsent(consent);
    // A store that does not open holds nothing that a reporter could send.
    if (leaves) await this.#leave().catch(quiet);
    await this.sweep().catch(quiet);
    await this.#ready();
    this.changed();
  }

  /** Whoever gives nothing to what all learn gets nothing of it either: nobody would hear that a model was withdrawn. */
  async #leave(): Promise<void> {
    await this.keeper.cancelReports("withdrawn");
    await this.#dropShared();
  }

  async #dropShared(): Promise<void> {
    this.shared.kept = undefined;
    await this.keeper.forgetShared();
  }

  async setPaused(paused: boolean): Promise<void> {
    this.paused = paused;
    this.changed();
    this.#channel.tell(paused ? "paused" : "resumed");
    if (paused) await this.keeper.cancelReports("cancelled").catch(quiet);
    await this.keeper.store.putSetting(PAUSED, paused || undefined);
    // What a page that opens paused does without.
    const { code } = this.#parts;
    await this.#ready();
    if (this.#parts.code !== code) this.changed();
  }

  /** The lines that keep the wishes, as they are to be. */
  async steer(lines: readonly string[]): Promise<void> {
    const { forgets } = this.steering;
    await this.keeper.store.putSetting(STEERING, lines.length === 0 ? undefined : lines);
    if (this.steering.forgets === forgets) this.steering.lines = lines;
    this.changed();
  }

  /** Every open tab forgets with this one. `afresh`: what the shopper did, not what they asked for, nor what was sent. */
  async erase(afresh = false): Promise<number> {
    this.#forget(afresh);
    this.changed();
    const erased = await this.keeper.erase(afresh);
    // A store that is in use has told them.
    if (this.keeper.state !== "indexeddb") this.#channel.tell(afresh ? "afresh" : "erased");
    await this.#afterErasing();
    await this.keeper.store.putSetting(ERASED, this.#erasedMs).catch(quiet);
    return erased;
  }

  #forget(afresh: boolean): void {
    this.erasures++;
    this.memory.clear();
    this.learning.tuned = undefined;
    this.shared.kept = undefined;
    if (!afresh) this.steering.forget();
  }

  /** What was being read as everything was erased is not known any more. A pause outlives what it was asked for: nothing is recorded again unasked. */
  async #afterErasing(): Promise<void> {
    await this.#reread("keep-pause");
    this.#erasedMs = this.platform.now();
  }

  /** Whether it was forgotten before it arrived: a page may hand in late what it recorded before another tab erased. */
  isForgotten({ at }: ShopEvent): boolean {
    // A clock set back since would make everything look forgotten.
    return at < this.#erasedMs && this.#erasedMs <= this.platform.now();
  }

  /** The store fails: goes on in memory with what is known. */
  giveUpStore(why: string): void {
    this.keeper.fallBack(why);
    if (this.paused) void this.keeper.store.putSetting(PAUSED, true);
    this.platform.notify("status");
  }

  async freeze(frozen: boolean): Promise<void> {
    if (frozen) {
      this.#channel.mute();
      return this.keeper.freeze();
    }
    this.#channel.listen();
    await this.#reread("take-pause");
    await this.#ready();
    this.changed();
  }

  /** The catalogue that rankings are made with, but for what the shopper wishes. */
  get loaded(): Loaded | undefined {
    const together = this.#together;
    return together && this.learning.applied(together);
  }

  /** The catalogue with what all learned, where that is ranked with. */
  get #together(): Loaded | undefined {
    const { loaded } = this.catalogue;
    return loaded && this.#uncontributing === "" ? this.shared.applied(loaded) : loaded;
  }

  /** Why nothing is contributed, and no model taken for it; empty when something is. */
  get #uncontributing(): string {
    return this.platform.ownThread ? whyOff(this.consent, this.paused, this.keeper.state) : NO_WORKER;
  }

  /** What rankings are computed from now; undefined without a catalogue. */
  async moment(): Promise<Served | undefined> {
    return this.platform.pace(this.#steps());
  }

  *#steps(): Steps<Served | undefined> {
    const { loaded, memory, platform } = this;
    if (loaded === undefined) return undefined;
    const wished = yield* this.steering.applied(loaded);
    const personal = this.consent.personalise && !this.paused;
    const goods = { live: this.catalogue.pricesNow(), stock: this.catalogue.stockNow() };
    return yield* this.desk.steps(wished, goods, memory, personal, platform.now());
  }

  /** Names the rules and the catalogue that make an order. */
  policy(): string {
    const { loaded } = this;
    const shipped = this.catalogue.loaded;
    const learned = loaded?.prepared.learned && shipped && `+${originOf(shipped).slice(0, 8)}`;
    const shared = loaded?.shared === undefined ? "" : `@${loaded.shared.version}`;
    const here = loaded?.prepared.learned?.tuned ? `${shared}.${this.learning.tuned?.count}` : shared;
    return `${POLICY_VERSION}/${loaded?.version.slice(0, 8) ?? "none"}${learned ?? ""}${here}`;
  }

  /** Why nothing is known of the shopper, when nothing is. */
  impersonal(): "paused" | "consent" | "first-visit" {
    if (this.paused) return "paused";
    return this.consent.personalise && this.consent.store !== false ? "first-visit" : "consent";
  }

  /** Whether there has just become enough to learn from. */
  hasBecomeDue(): boolean {
    return this.learning.hasBecomeDue(this.catalogue.loaded, this.memory.events, this.platform.now());
  }

  /** Why nothing is learned on this device; empty when something is. */
  get unlearning(): string {
    const { keeper, learning, paused, consent, catalogue, platform } = this;
    if (!platform.ownThread) return NO_WORKER;
    if (!learning.on) return "the shop has switched it off";
    if (learning.leavesTo(catalogue.loaded)) return "the shop ships a model and has not asked for it";
    if (paused) return "paused";
    if (consent.store !== true || !consent.personalise) return "no consent";
    return keeper.state === "indexeddb" ? "" : "no storage";
  }

  async learningStatus(): Promise<LearningStatus> {
    const { keeper, learning, memory, platform } = this;
    const isLearning = await keeper.store.isLearning().catch(() => false);
    return learning.status(this.unlearning, this.#together, memory.events, platform.now(), isLearning);
  }

  async status(): Promise<EngineStatus> {
    const { keeper, catalogue } = this;
    const size = await keeper.store.size().catch(() => ({ events: 0, bytes: 0 }));
    const unmatched = (await this.moment())?.shopper.unmatched;
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
      learning: await this.learningStatus(),
      contribution: await this.contributionStatus(),
    };
  }

  contributionStatus(): Promise<ContributionStatus> {
    return contributionStatus(this.keeper, this.#uncontributing, this.shared, this.platform.now());
  }

  /**
   * What was noted of sensitive products before the catalogue was here to say so, or before the shop marked them, is forgotten; and what their pages
   * told of those that it knows.
   */
  async sweep(): Promise<void> {
    const { memory, keeper, desk, platform } = this;
    const { loaded } = this.catalogue;
    if (loaded === undefined) return;
    const { events } = memory;
    const known = await platform.pace(knownOf(loaded, desk, events));
    const left: Left = (event) => cleaned(event, known);
    const changed = await platform.pace(eachOf(events, (event) => left(event) !== event));
    const ids = events.flatMap(({ item, items = [] }) => [item, ...items]);
    const forgets = [...ids, ...Object.keys(memory.compacted.items)].some(known.isSensitive);
    if (!forgets && !changed.includes(true)) return;
    await keeper.store.forget(left, forgets ? known.isSensitive : undefined);
    await memory.reload(keeper.store);
    await this.#relearn();
    this.changed();
  }

  readonly #renewed = (): void => {
    this.changed();
    void this.sweep().catch(quiet);
  };

  readonly changed = (): void => this.platform.notify("change");

  /**
   * Takes over what the store holds. "keep-pause": a pause of this tab holds in whichever store is in use now; "take-pause":
   * another tab may have ended it.
   */
  async #reread(pause: "keep-pause" | "take-pause"): Promise<void> {
    try {
      await this.memory.reload(this.keeper.store);
      await this.#relearn();
      const stored = (await this.keeper.store.setting(PAUSED)) === true;
      if (pause === "keep-pause" && this.paused && !stored) await this.setPaused(true);
      else this.paused = stored;
      const { lines } = this.steering;
      // What was wished for while consent was pending is kept once it is granted.
      if (!this.steering.takes(await this.keeper.store.setting(STEERING)) && pause === "keep-pause" && lines.length > 0)
        await this.steer(lines);
      await this.#followErased(this.keeper.store);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      this.giveUpStore(error.message);
    }
  }

  async #followErased(store: Store): Promise<void> {
    const erased = await store.setting(ERASED);
    if (typeof erased === "number") this.#erasedMs = erased;
  }

  /** Resolves once what this device has beside the catalogue, and may rank with, can be ranked with, or cannot, or is late. */
  #ready(): Promise<unknown> {
    const { learning, shared, steering } = this;
    const all = [learning.ready(), this.#uncontributing === "" && shared.ready(), steering.ready()];
    return within(Promise.all(all), CATALOGUE_WAIT_MS);
  }

  async #relearn(): Promise<void> {
    const { store } = this.keeper;
    [this.learning.tuned, this.shared.kept] = await Promise.all([store.tuned(), store.shared()]);
  }

  readonly #onLost = (why: LostReason): void => {
    if (why === "newer") this.giveUpStore("a newer Inkling in another tab has taken the store over: reload the page");
    else void this.#reread("keep-pause").then(this.changed, quiet);
  };

  readonly #onForeignChange = (what: ForeignChange): void => {
    if (what === "withdrawn") this.consent = { ...this.consent, contribute: false };
    // No ranking hangs on reports.
    if (what === "reports" || what === "cancelled") this.platform.notify("status");
    else if (what === "withdrawn") this.changed();
    // While consent is pending or storage is off, what other tabs store is not this tab's.
    else if (this.keeper.state === "indexeddb" || HEEDED.includes(what))
      void this.#followForeign(what).then(this.changed, quiet);
  };

  async #followForeign(what: ForeignChange): Promise<void> {
    if (what === "erased" || what === "afresh") return this.#forgetToo(what === "afresh");
    if (what === "paused" || what === "resumed") return this.#pauseToo(what === "paused");
    if (what === "events") return this.memory.refresh(this.keeper.store);
    if (what === "catalogue") return this.catalogue.takeOver();
    if (what !== "models") await this.#reread("take-pause");
    else await this.#relearn();
    await this.#ready();
    this.platform.notify("status");
  }

  async #forgetToo(afresh: boolean): Promise<void> {
    this.#forget(afresh);
    await this.keeper.eraseHeld(afresh);
    await this.#afterErasing();
  }

  /** Where this tab reads what is stored, that says so. */
  async #pauseToo(paused: boolean): Promise<void> {
    if (this.keeper.state === "indexeddb") return;
    this.paused = paused;
    await this.keeper.store.putSetting(PAUSED, paused || undefined);
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
