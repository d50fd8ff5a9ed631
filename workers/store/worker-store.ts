import { readManifest, readSection } from "./catalogue.ts";
import { Channel } from "./channel.ts";
import { Database } from "./database.ts";
import { readEvents } from "./events.ts";
import { MIGRATIONS } from "./schema.ts";
import type { ForeignChange, Store, StoreOptions } from "./store.ts";

/** How a worker beside the engines opens their store. */
export type WorkerStoreOptions = Required<Pick<StoreOptions, "name" | "now">> &
  Pick<StoreOptions, "onLost"> & { readonly onForeignChange: (what: ForeignChange) => void };

/** What such a worker reads of it, and what it tells the engines of all tabs by. */
export interface WorkerStore extends Pick<Store, "read" | "section" | "manifest" | "close"> {
  readonly database: Database;
  readonly channel: Channel;
}

/** Rejects with StorageError where there is no store to be had. */
export async function openWorkerStore({ name, onLost, onForeignChange }: WorkerStoreOptions): Promise<WorkerStore> {
  const database = new Database({ name, migrations: MIGRATIONS, onLost });
  await database.open();
  const channel = new Channel(name, onForeignChange);
  channel.listen();
  return {
    database,
    channel,
    read: () => readEvents(database),
    section: (hash) => readSection(database, hash),
    manifest: () => readManifest(database),
    close: () => {
      channel.mute();
      database.close();
    },
  };
}
