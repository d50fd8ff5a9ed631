import { expose } from "comlink";
import { type IDBPDatabase, openDB } from "idb";
import type { ShopEvent } from "../../src/core/event/event.ts";

const STORE = "events";
let opened: IDBPDatabase | undefined;

async function database(): Promise<IDBPDatabase> {
  opened ??= await openDB("bench-raw", 1, {
    upgrade(db) {
      db.createObjectStore(STORE, { autoIncrement: true });
    },
  });
  return opened;
}

/** The peer: idb and nothing else, as durable as the engine's appends ("relaxed": handed to the operating system). */
const door = {
  /** Each event in a transaction of its own, `burst` of them under way at once. Milliseconds of all. */
  async putEach(events: readonly ShopEvent[], burst: number): Promise<number> {
    const db = await database();
    return timed(events, burst, async (some) => {
      await Promise.all(some.map((event) => put(db, [event])));
    });
  },
  /** Each burst in one transaction: the most that idb can do. */
  async putTogether(events: readonly ShopEvent[], burst: number): Promise<number> {
    const db = await database();
    return timed(events, burst, (some) => put(db, some));
  },
  async clear(): Promise<void> {
    await (await database()).clear(STORE);
  },
};

async function put(db: IDBPDatabase, events: readonly ShopEvent[]): Promise<void> {
  const tx = db.transaction(STORE, "readwrite", { durability: "relaxed" });
  for (const event of events) void tx.store.put(event);
  tx.commit();
  await tx.done;
}

async function timed(
  events: readonly ShopEvent[],
  burst: number,
  store: (some: readonly ShopEvent[]) => Promise<void>,
): Promise<number> {
  const start = performance.now();
  for (let at = 0; at < events.length; at += burst) await store(events.slice(at, at + burst));
  return performance.now() - start;
}

export type IdbBench = typeof door;
expose(door);
