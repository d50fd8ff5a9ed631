import { CatalogueTable } from "./catalogue.ts";
import { Channel } from "./channel.ts";
import { Database } from "./database.ts";
import { readEvents } from "./events.ts";
import { ifFree, reportLock } from "./lock.ts";
import { ReportTable } from "./reports.ts";
import { MIGRATIONS } from "./schema.ts";
import type { Store, StoreOptions } from "./store.ts";

/** What a reporter knows of the store that it shares with the engines of all tabs. */
export interface ReportingStore extends Pick<Store, "read" | "section" | "manifest" | "close"> {
  readonly reports: ReportTable;
  /** Runs `work` unless a reporter of another tab is at work; undefined then. */
  alone<T>(work: () => Promise<T>): Promise<T | undefined>;
  /** Says to the other tabs that a report was written or sent. */
  tell(): void;
}

/** Rejects with StorageError where there is no store to be had. */
export async function openReportingStore(
  options: Required<Pick<StoreOptions, "name" | "now">> & Pick<StoreOptions, "onLost" | "onForeignChange">,
): Promise<ReportingStore> {
  const { name, now, onLost, onForeignChange } = options;
  const database = new Database({ name, migrations: MIGRATIONS, onLost });
  await database.open();
  const channel = new Channel(`inkling:${name}`, onForeignChange);
  channel.listen();
  const catalogue = new CatalogueTable(database);
  return {
    reports: new ReportTable(database, now),
    alone: (work) => ifFree(reportLock(name), work),
    read: () => readEvents(database),
    section: (hash) => catalogue.section(hash),
    manifest: () => catalogue.manifest(),
    tell: () => channel.tell("reports"),
    close: () => {
      channel.mute();
      database.close();
    },
  };
}
