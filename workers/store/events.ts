import { EMPTY_COMPACTED, fold, parseCompacted, without } from "../../src/core/event/compact.ts";
import type { ShopEvent } from "../../src/core/event/event.ts";
import { parseStored } from "../../src/core/event/stored.ts";
import type { Ledger } from "../../src/core/privacy/ledger/ledger.ts";
import type { Database } from "./database.ts";
import { causeName } from "./failure.ts";
import { forgetLedger, importLedger, mark } from "./ledger.ts";
import { BOUNDS, estimateBytes, eventsToFold, purchaseKey } from "./limits.ts";
import type { TableName, WriteTransaction } from "./schema.ts";
import type { Appended, Forgotten, Left, Reading, StoredEvent, StoreLimits } from "./store.ts";

/** What the shopper did and what was made of it, then what they asked for and what was sent. */
const DEEDS: TableName[] = ["events", "purchases", "profile", "models"];
const PERSONAL: TableName[] = [...DEEDS, "settings", "outbox", "reports"];

/** The shopper's events in IndexedDB. */
export class EventTable {
  readonly #database: Database;
  readonly #limits: StoreLimits;
  readonly #now: () => number;
  /** Of the events this tab has seen: the mean size stands for all, so that `size` need not read them. */
  #seen = { events: 0, bytes: 0 };

  constructor(database: Database, limits: StoreLimits, now: () => number) {
    this.#database = database;
    this.#limits = limits;
    this.#now = now;
  }

  /**
   * Every request and the commit are issued in the task that asked, waiting for no answer. A worker killed after that task
   * leaves a transaction that was told to commit, which Chromium then completes (IndexedDBConnection::FinishAllTransactions,
   * ForcePendingCommit); one that still waits for an answer is aborted. Of 50 pages that sent events as they were left for
   * another, 48 to 50 kept them this way and 12 without the commit (Chromium 156, two busy cores). So repeated purchases
   * are not looked up first: they break their table's constraint and with it the transaction, and only then are sorted out.
   */
  async append(events: readonly ShopEvent[]): Promise<Appended> {
    const stored = await this.#database
      .write(["events", "purchases"], "relaxed", (tx) => addAll(tx, events))
      .catch((error) => {
        if (causeName(error) !== "ConstraintError") throw error;
        return this.#database.write(["events", "purchases"], "relaxed", (tx) => addNew(tx, events));
      });
    this.#note(stored);
    return { stored: stored.length, duplicates: events.length - stored.length, events: stored };
  }

  /** What another browser, or this one earlier, has exported. All or nothing, strict: no event of it may be there unbarred. */
  async import(events: readonly ShopEvent[], ledger: Ledger | undefined): Promise<Appended> {
    const stored = await this.#database.write(["events", "purchases", "ledger"], "strict", async (tx) => {
      const added = await addUnknown(tx, events);
      await importLedger(tx, added.at(-1)?.seq, ledger, this.#now());
      return added;
    });
    this.#note(stored);
    return { stored: stored.length, duplicates: events.length - stored.length, events: stored };
  }

  async read(): Promise<Reading> {
    const reading = await readEvents(this.#database);
    this.#seen = { events: 0, bytes: 0 };
    this.#note(reading.events);
    return reading;
  }

  async readSince(seq: number): Promise<readonly StoredEvent[]> {
    const [keys, rows] = await this.#database.read(["events"], (tx) => {
      const events = tx.objectStore("events");
      const later = IDBKeyRange.lowerBound(seq, true);
      return Promise.all([events.getAllKeys(later), events.getAll(later)]);
    });
    const events = parseRows(keys, rows);
    this.#note(events);
    return events;
  }

  async size(): Promise<{ readonly events: number; readonly bytes: number }> {
    if (this.#seen.events === 0) await this.read();
    const events = await this.#database.read(["events"], (tx) => tx.objectStore("events").count());
    return this.#sizeOf(events);
  }

  /**
   * One transaction, so that a crash leaves what was before or what comes after. Relaxed: should a power cut lose it, the
   * events are still there.
   */
  async compact(): Promise<number> {
    return this.#database.write(["events", "purchases", "profile"], "relaxed", async (tx) => {
      const events = tx.objectStore("events");
      const due = eventsToFold(this.#sizeOf(await events.count()), this.#limits);
      if (due === 0) return 0;
      await forgetOldPurchases(tx);
      const profile = tx.objectStore("profile");
      const oldest = [events.getAllKeys(null, due), events.getAll(null, due), profile.get("compacted")] as const;
      const [keys, rows, before] = await Promise.all(oldest);
      const after = fold(parseCompacted(before) ?? EMPTY_COMPACTED, parseRows(keys, rows), this.#now());
      const changes = [profile.put(after, "compacted"), events.delete(IDBKeyRange.upperBound(keys.at(-1)))];
      tx.commit();
      await Promise.all(changes);
      return due;
    });
  }

  /** Strict: what the shopper was told is forgotten must not come back with a power cut. */
  async erase(afresh = false): Promise<number> {
    const tables = afresh ? DEEDS : PERSONAL;
    return this.#database.write([...tables, "ledger"], "strict", async (tx) => {
      const count = tx.objectStore("events").count();
      const cleared = tables.map((table): Promise<unknown> => tx.objectStore(table).clear());
      // What is being reported of what was done is not any more.
      cleared.push(...(afresh ? [mark(tx)] : forgetLedger(tx)));
      tx.commit();
      await Promise.all(cleared);
      return count;
    });
  }

  async forget(left: Left, forgotten: Forgotten | undefined): Promise<void> {
    await this.#database.write([...DEEDS, "ledger"], "strict", async (tx) => {
      const [events, purchases, profile] = [
        tx.objectStore("events"),
        tx.objectStore("purchases"),
        tx.objectStore("profile"),
      ];
      for (let cursor = await events.openCursor(); cursor !== null; cursor = await cursor.continue()) {
        const event = parseStored(cursor.value);
        const kept = event && left(event);
        if (kept !== event) await (kept ? cursor.update(kept) : cursor.delete());
      }
      if (forgotten === undefined) return;
      // As purchaseKey wrote them.
      for (const key of await purchases.getAllKeys()) if (forgotten(JSON.parse(key)[1])) await purchases.delete(key);
      await profile.put(
        without(parseCompacted(await profile.get("compacted")) ?? EMPTY_COMPACTED, forgotten),
        "compacted",
      );
      await Promise.all([tx.objectStore("models").delete("head"), mark(tx)]);
    });
  }

  #sizeOf(events: number): { readonly events: number; readonly bytes: number } {
    return { events, bytes: Math.round((events * this.#seen.bytes) / Math.max(1, this.#seen.events)) };
  }

  #note(events: readonly ShopEvent[]): void {
    const bytes = events.reduce((sum, event) => sum + estimateBytes(event), 0);
    this.#seen = { events: this.#seen.events + events.length, bytes: this.#seen.bytes + bytes };
  }
}

/** All that is kept of the shopper's events. */
export async function readEvents(database: Database): Promise<Reading> {
  const [keys, rows, compacted] = await database.read(["events", "profile"], (tx) => {
    const events = tx.objectStore("events");
    return Promise.all([events.getAllKeys(), events.getAll(), tx.objectStore("profile").get("compacted")]);
  });
  const events = parseRows(keys, rows);
  return { events, compacted: parseCompacted(compacted) ?? EMPTY_COMPACTED, skipped: rows.length - events.length };
}

async function addAll(tx: WriteTransaction, events: readonly ShopEvent[]): Promise<readonly StoredEvent[]> {
  const requests = events.map((event) => add(tx, event));
  tx.commit();
  return Promise.all(requests);
}

async function addNew(tx: WriteTransaction, events: readonly ShopEvent[]): Promise<readonly StoredEvent[]> {
  const stored = await addUnknown(tx, events);
  tx.commit();
  return stored;
}

async function addUnknown(tx: WriteTransaction, events: readonly ShopEvent[]): Promise<readonly StoredEvent[]> {
  const stored: StoredEvent[] = [];
  for (const event of events) {
    const key = purchaseKey(event);
    const known = key !== undefined && (await tx.objectStore("purchases").getKey(key)) !== undefined;
    if (!known) stored.push(await add(tx, event));
  }
  return stored;
}

async function add(tx: WriteTransaction, event: ShopEvent): Promise<StoredEvent> {
  const key = purchaseKey(event);
  const [seq] = await Promise.all([
    tx.objectStore("events").add(event),
    key === undefined ? undefined : tx.objectStore("purchases").add({ atMs: event.at }, key),
  ]);
  return { ...event, seq };
}

async function forgetOldPurchases(tx: WriteTransaction): Promise<void> {
  const purchases = tx.objectStore("purchases");
  const excess = (await purchases.count()) - BOUNDS.purchases;
  if (excess <= 0) return;
  const oldest = await purchases.index("atMs").getAllKeys(null, excess);
  await Promise.all(oldest.map((key) => purchases.delete(key)));
}

function parseRows(keys: readonly number[], rows: readonly unknown[]): readonly StoredEvent[] {
  return rows.flatMap((row, i) => {
    const event = parseStored(row);
    const seq = keys[i];
    return event === undefined || seq === undefined ? [] : [{ ...event, seq }];
  });
}
