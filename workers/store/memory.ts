import { StorageError } from "../../src/core/errors.ts";
import { type Compacted, EMPTY_COMPACTED, fold, without } from "../../src/core/event/compact.ts";
import type { ShopEvent } from "../../src/core/event/event.ts";
import {
  BOUNDS,
  checkLength,
  checkSectionBytes,
  checkSetting,
  checkSettingCount,
  DEFAULT_LIMITS,
  estimateBytes,
  eventsToFold,
  MAX_MANIFEST_LENGTH,
  purchaseKey,
} from "./limits.ts";
import { owned } from "./owned.ts";
import type {
  Appended,
  Forgotten,
  Left,
  Live,
  Manifest,
  Reading,
  Setting,
  Store,
  StoredEvent,
  StoreLimits,
  StoreOptions,
} from "./store.ts";

/** What another store held, for one that goes on in its place. */
export type Held = Pick<Reading, "events" | "compacted">;

/**
 * A store that lasts as long as its worker: where none is allowed, none works any more, or consent is not given yet.
 * @param held What it begins with; later events are numbered after these.
 */
export function openMemoryStore(
  { now, limits = DEFAULT_LIMITS }: Pick<StoreOptions, "now" | "limits">,
  held?: Held,
): Store {
  return new MemoryStore(now, limits, held);
}

class MemoryStore implements Store {
  readonly kind = "memory";
  readonly #now: () => number;
  readonly #limits: StoreLimits;
  readonly #sections = new Map<string, Uint8Array>();
  readonly #purchases = new Set<string>();
  readonly #settings = new Map<string, Setting>();
  #events: StoredEvent[];
  #compacted: Compacted;
  #manifest: Manifest | undefined;
  #live: Live | undefined;
  #lastSeq = 0;
  #closed = false;

  constructor(
    now: () => number,
    limits: StoreLimits,
    { events, compacted }: Held = { events: [], compacted: EMPTY_COMPACTED },
  ) {
    this.#now = now;
    this.#limits = limits;
    this.#compacted = compacted;
    this.#events = [...events];
    this.#lastSeq = events.reduce((last, { seq }) => Math.max(last, seq), 0);
    for (const event of events) this.#isNew(event);
  }

  async append(events: readonly ShopEvent[]): Promise<Appended> {
    this.#check();
    const stored = events.filter((event) => this.#isNew(event)).map((event) => ({ ...event, seq: ++this.#lastSeq }));
    this.#events.push(...stored);
    return { stored: stored.length, duplicates: events.length - stored.length, events: stored };
  }

  /** What lasts as long as a page contributes nothing, so there is nothing to bar. */
  importEvents(events: readonly ShopEvent[]): Promise<Appended> {
    return this.append(events);
  }

  async read(): Promise<Reading> {
    this.#check();
    return { events: [...this.#events], compacted: this.#compacted, skipped: 0 };
  }

  async readSince(seq: number): Promise<readonly StoredEvent[]> {
    this.#check();
    return this.#events.filter((event) => event.seq > seq);
  }

  async size(): Promise<{ readonly events: number; readonly bytes: number }> {
    this.#check();
    const bytes = this.#events.reduce((sum, event) => sum + estimateBytes(event), 0);
    return { events: this.#events.length, bytes };
  }

  async compact(): Promise<{ readonly folded: number }> {
    const due = eventsToFold(await this.size(), this.#limits);
    this.#compacted = fold(this.#compacted, this.#events.splice(0, due), this.#now());
    // A Set gives back in the order of insertion: the oldest first.
    const excess = Math.max(0, this.#purchases.size - BOUNDS.purchases);
    for (const key of [...this.#purchases].slice(0, excess)) this.#purchases.delete(key);
    return { folded: due };
  }

  async erase(afresh = false): Promise<number> {
    this.#check();
    const erased = this.#events.length;
    this.#events = [];
    this.#compacted = EMPTY_COMPACTED;
    this.#purchases.clear();
    if (!afresh) this.#settings.clear();
    return erased;
  }

  async forget(left: Left, forgotten: Forgotten = () => false): Promise<void> {
    this.#events = this.#events.flatMap((event) => left(event) ?? []);
    this.#compacted = without(this.#compacted, forgotten);
  }

  /** Nothing is trained on what lasts as long as a page. */
  async tuned(): Promise<undefined> {
    this.#check();
  }

  /** Nor contributed from. */
  async contributed(): Promise<undefined> {
    this.#check();
  }

  async shared(): Promise<undefined> {
    this.#check();
  }

  async forgetShared(): Promise<void> {}

  async cancelReports(): Promise<void> {}

  async isLearning(): Promise<boolean> {
    return false;
  }

  async section(hash: string): Promise<Uint8Array | undefined> {
    this.#check();
    return this.#sections.get(hash);
  }

  async putSection(hash: string, bytes: Uint8Array, keep: readonly string[]): Promise<void> {
    this.#check();
    checkLength("the section's hash", hash.length, BOUNDS.keyLength);
    const kept = [...this.#sections].filter(([other]) => other !== hash && keep.includes(other));
    checkSectionBytes(kept.reduce((sum, [, section]) => sum + section.length, bytes.length));
    this.#sections.clear();
    for (const [other, section] of kept) this.#sections.set(other, section);
    this.#sections.set(hash, owned(bytes));
  }

  async manifest(): Promise<Manifest | undefined> {
    this.#check();
    return this.#manifest;
  }

  async putManifest(text: string, atMs: number): Promise<void> {
    this.#check();
    checkLength("the manifest", text.length, MAX_MANIFEST_LENGTH);
    this.#manifest = { text, atMs };
  }

  async live(): Promise<Live | undefined> {
    this.#check();
    return this.#live;
  }

  async putLive(bytes: Uint8Array, atMs: number): Promise<void> {
    this.#check();
    checkLength("the live file", bytes.length, BOUNDS.liveBytes);
    this.#live = { bytes: owned(bytes), atMs };
  }

  async setting(key: string): Promise<Setting | undefined> {
    this.#check();
    return this.#settings.get(key);
  }

  async putSetting(key: string, value: Setting | undefined): Promise<void> {
    this.#check();
    checkSetting(key, value);
    if (value === undefined) this.#settings.delete(key);
    else {
      if (!this.#settings.has(key)) checkSettingCount(this.#settings.size);
      this.#settings.set(key, value);
    }
  }

  /** Nothing of it keeps a page out of the back-forward cache. */
  freeze(): void {}

  close(): void {
    this.#closed = true;
  }

  #isNew(event: ShopEvent): boolean {
    const key = purchaseKey(event);
    if (key === undefined) return true;
    if (this.#purchases.has(key)) return false;
    this.#purchases.add(key);
    return true;
  }

  #check(): void {
    if (this.#closed) throw new StorageError("the store has been closed");
  }
}
