import { ifFree, reportLock } from "./lock.ts";
import { ReportTable } from "./reports.ts";
import { SharedTable } from "./shared.ts";
import type { ForeignChange, Store } from "./store.ts";
import { openWorkerStore, type WorkerStoreOptions } from "./worker-store.ts";

/** What a reporter knows of the store that it shares with the engines of all tabs. */
export interface ReportingStore extends Pick<Store, "read" | "section" | "manifest" | "close"> {
  readonly reports: ReportTable;
  readonly shared: SharedTable;
  /** Runs `work` unless a reporter of another tab is at work; undefined then. */
  alone<T>(work: () => Promise<T>): Promise<T | undefined>;
  /** Says to the engines of all tabs that a report was written or sent, or that another model is to be ranked with. */
  tell(what: Extract<ForeignChange, "reports" | "models">): void;
}

/** Rejects with StorageError where there is no store to be had. */
export async function openReportingStore(options: WorkerStoreOptions): Promise<ReportingStore> {
  const { name, now } = options;
  const { database, channel, ...reading } = await openWorkerStore(options);
  return {
    ...reading,
    reports: new ReportTable(database, now),
    shared: new SharedTable(database),
    alone: (work) => ifFree(reportLock(name), work),
    tell: (what) => channel.tell(what),
  };
}
