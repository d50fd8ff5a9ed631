import type { ShopEvent } from "../../../src/core/event/event.ts";
import { Channel } from "../../../workers/store/channel.ts";
import { openStore } from "../../../workers/store/indexeddb.ts";
import { openMemoryStore } from "../../../workers/store/memory.ts";
import type { ForeignChange, LostReason, Store, StoreOptions } from "../../../workers/store/store.ts";

export const NOW: number = Date.UTC(2026, 0, 1);

/** A name that no other test uses: every test has a database of its own. */
export const newName = (): string => `test-${crypto.randomUUID()}`;

export const view = (item: string, at = NOW): ShopEvent => ({ v: 1, kind: "view", at, item });

export const views = (count: number, from = 0): ShopEvent[] =>
  Array.from({ length: count }, (_, i) => view(`p${from + i}`, NOW + from + i));

export const purchase = (transaction: string, item: string): ShopEvent => ({
  v: 1,
  kind: "purchase",
  at: NOW,
  item,
  transaction,
});

export const itemsOf = async (store: Store): Promise<readonly unknown[]> =>
  (await store.read()).events.map((event) => event.item);

export interface Tab {
  readonly store: Store;
  /** What it was told, in order. */
  readonly lost: LostReason[];
  readonly heard: ForeignChange[];
  readonly channel: Channel;
}

/** A connection of its own: to the others, another tab. */
export async function openTab(name: string, options: Partial<StoreOptions> = {}): Promise<Tab> {
  const lost: LostReason[] = [];
  const heard: ForeignChange[] = [];
  const channel = new Channel(name, (what) => heard.push(what));
  channel.listen();
  const store = await openStore({
    name,
    now: () => NOW,
    onLost: (why) => lost.push(why),
    channel,
    ...options,
  });
  return { store, lost, heard, channel };
}

/** Both implementations, by name: every promise of the interface is tested on each. */
export const STORES: readonly (readonly [string, (options?: Partial<StoreOptions>) => Promise<Store>])[] = [
  ["IndexedDB", async (options) => (await openTab(newName(), options)).store],
  ["memory", async (options) => openMemoryStore({ now: () => NOW, ...options })],
];

/** A raw connection, to write what no Inkling would. */
export const openRaw = (name: string, version?: number, upgrade?: (db: IDBDatabase) => void): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => upgrade?.(request.result);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export const putRaw = async (name: string, table: string, value: unknown, key?: IDBValidKey): Promise<void> => {
  const db = await openRaw(name);
  const tx = db.transaction(table, "readwrite");
  tx.objectStore(table).put(value, key);
  await new Promise((resolve, reject) => {
    tx.oncomplete = resolve;
    tx.onabort = reject;
  });
  db.close();
};

export const readRaw = async (name: string, table: string, key: IDBValidKey): Promise<unknown> => {
  const db = await openRaw(name);
  const request = db.transaction(table).objectStore(table).get(key);
  await new Promise((resolve, reject) => {
    request.onsuccess = resolve;
    request.onerror = reject;
  });
  db.close();
  return request.result;
};
