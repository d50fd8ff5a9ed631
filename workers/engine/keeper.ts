import type { Consent, StorageState } from "../../src/core/bridge/protocol.ts";
import type { ShopEvent } from "../../src/core/event/event.ts";
import { moveCatalogue } from "../serve/load.ts";
import type { Held } from "../store/memory.ts";
import type { Cancelling, Store } from "../store/store.ts";

export interface Stores {
  /** Whether this device has a store already: for forgetting, none is made. */
  hasStore(): Promise<boolean>;
  openStore(): Promise<Store>;
  memoryStore(held?: Held): Store;
  /** What the engine has in memory, for a store that fails. */
  held(): Held;
  /** Whether what was held meanwhile may go to this store, by what other tabs have kept there since. */
  mayTake(lasting: Store): Promise<(event: ShopEvent) => boolean>;
}

/**
 * Where events are kept, which consent and the browser decide: IndexedDB, memory only, or nowhere. Changes of consent and
 * erasing come one after the other.
 */
export class Keeper {
  store: Store;
  state: StorageState = "memory";
  message = "";
  readonly #stores: Stores;
  #lasting: Store | undefined;
  /** Events of the memory store up to here are in IndexedDB as well. */
  #copiedSeq = 0;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(stores: Stores) {
    this.#stores = stores;
    this.store = stores.memoryStore();
  }

  /** Moves to the store that the switch asks for. What was held while the answer was pending is kept once it is granted. */
  follow(consent: Consent["store"]): Promise<void> {
    return this.#inTurn(() => {
      if (consent === true) return this.#grant();
      return consent === false ? this.#deny() : this.#wait();
    });
  }

  /** Forgets everything on this device, in use or not; see Store.erase. Rejects when what is stored cannot be erased. */
  erase(afresh: boolean): Promise<number> {
    return this.#inTurn(async () => {
      const fleeting = await this.#eraseHeld(afresh);
      return fleeting + (await this.#eraseLasting(afresh));
    });
  }

  /** Forgets what is kept by this tab alone: another has erased the rest. */
  eraseHeld(afresh: boolean): Promise<number> {
    return this.#inTurn(() => this.#eraseHeld(afresh));
  }

  /** What waits to be sent never is, whether the store is in use or not. */
  cancelReports(why: Cancelling): Promise<void> {
    return this.#inTurn(async () => (await this.#existing())?.cancelReports(why));
  }

  /** The same of a model that came back for it. */
  forgetShared(): Promise<void> {
    return this.#inTurn(async () => (await this.#existing())?.forgetShared());
  }

  /** The store fails or was taken over: goes on in memory with all that is known. At once, so that nothing comes between. */
  fallBack(why: string): void {
    if (this.store !== this.#lasting) return;
    const held = this.#stores.held();
    this.#lasting = undefined;
    this.#copiedSeq = held.events.reduce((last, { seq }) => Math.max(last, seq), 0);
    this.#use("unavailable", this.#stores.memoryStore(held), why);
  }

  freeze(): void {
    this.#lasting?.freeze();
  }

  async #grant(): Promise<void> {
    const before = this.store;
    const lasting = await this.#open();
    if (lasting === undefined || before === lasting) return;
    // From here on events go to the lasting store: what is read of the other is all there will be.
    this.#use("indexeddb", lasting);
    const { events } = await before.read();
    const own = events.filter(({ seq }) => seq > this.#copiedSeq);
    if (own.length > 0) await lasting.append(own.filter(await this.#stores.mayTake(lasting)));
    await moveCatalogue(before, lasting).catch(quiet);
  }

  /** Forgotten at once; what is stored is erased, now or, when that fails, on the next page. */
  async #deny(): Promise<void> {
    this.#use("off", this.#stores.memoryStore());
    this.#copiedSeq = 0;
    await this.#eraseLasting(false).catch((error: unknown) => {
      this.message = `what was kept could not be erased: ${describe(error)}`;
    });
  }

  async #wait(): Promise<void> {
    const store = this.store.kind === "memory" ? this.store : this.#stores.memoryStore();
    this.#use("memory", store, "waiting for consent: kept until the page closes");
  }

  async #open(): Promise<Store | undefined> {
    try {
      this.#lasting ??= await this.#stores.openStore();
    } catch (error) {
      this.#use("unavailable", this.store, describe(error));
    }
    return this.#lasting;
  }

  async #eraseHeld(afresh: boolean): Promise<number> {
    this.#copiedSeq = 0;
    return this.store.kind === "memory" ? this.store.erase(afresh) : 0;
  }

  async #eraseLasting(afresh: boolean): Promise<number> {
    return (await this.#existing())?.erase(afresh) ?? 0;
  }

  /** The lasting store, if this device has one. */
  async #existing(): Promise<Store | undefined> {
    if (this.#lasting === undefined && (await this.#stores.hasStore())) this.#lasting = await this.#stores.openStore();
    return this.#lasting;
  }

  #use(state: StorageState, store: Store, message = ""): void {
    this.state = state;
    this.store = store;
    this.message = message;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(work);
    this.#tail = turn.catch(quiet);
    return turn;
  }
}

const describe = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** For work whose failure its caller is told of, or whose loss costs a download. */
function quiet(): void {}
