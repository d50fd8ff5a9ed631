import { CatalogueTable } from "./catalogue.ts";
import { cancelReports, readContributed } from "./contributed.ts";
import { Database } from "./database.ts";
import { EventTable } from "./events.ts";
import { DEFAULT_LIMITS, eventsToFold } from "./limits.ts";
import { ifFree, isHeld, learnLock } from "./lock.ts";
import { readTuned } from "./models.ts";
import { MIGRATIONS } from "./schema.ts";
import { SettingTable } from "./settings.ts";
import { forgetShared, readShared } from "./shared.ts";
import type { ForeignChange, Store, StoreOptions } from "./store.ts";

/**
 * The store on this device, shared by all tabs of the origin. Rejects with StorageError where the browser gives none within
 * five seconds; `openMemoryStore` stands in for it then.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { name = "inkling", now, onLost, channel, limits = DEFAULT_LIMITS } = options;
  const database = new Database({ name, migrations: MIGRATIONS, onLost });
  await database.open();
  const events = new EventTable(database, limits, now);
  const catalogue = new CatalogueTable(database);
  const settings = new SettingTable(database);

  const telling = async <T>(change: ForeignChange, done: Promise<T>): Promise<T> => {
    const value = await done;
    channel.tell(change);
    return value;
  };
  return {
    kind: "indexeddb",
    append: async (added) => {
      const appended = await events.append(added);
      if (appended.stored > 0) channel.tell("events");
      return appended;
    },
    importEvents: (added, ledger) => telling("events", events.import(added, ledger)),
    read: () => events.read(),
    readSince: (seq) => events.readSince(seq),
    size: () => events.size(),
    compact: async () => {
      if (eventsToFold(await events.size(), limits) === 0) return { folded: 0 };
      return { folded: (await ifFree(`inkling:${name}:compact`, () => events.compact())) ?? 0 };
    },
    erase: (afresh) => telling(afresh ? "afresh" : "erased", events.erase(afresh)),
    forget: (left, forgotten) => telling("settings", events.forget(left, forgotten)),
    tuned: () => readTuned(database),
    shared: () => readShared(database),
    forgetShared: () => telling("models", forgetShared(database)),
    isLearning: () => isHeld(learnLock(name)),
    contributed: () => readContributed(database, now()),
    cancelReports: (why) => telling(why, cancelReports(database)),
    section: (hash) => catalogue.section(hash),
    putSection: (hash, bytes, keep) => catalogue.putSection(hash, bytes, keep),
    manifest: () => catalogue.manifest(),
    putManifest: (text, atMs) => telling("catalogue", catalogue.putManifest(text, atMs)),
    live: () => catalogue.live(),
    putLive: (bytes, atMs) => telling("catalogue", catalogue.putLive(bytes, atMs)),
    setting: (key) => settings.get(key),
    putSetting: (key, value) => telling("settings", settings.put(key, value)),
    freeze: () => database.release(),
    close: () => database.close(),
  };
}
