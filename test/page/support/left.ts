import type { ShopEvent } from "../../../src/core/event/event.ts";
import { LEFT } from "../../../src/page/engine/handoff.ts";

const exists = async (): Promise<boolean> => (await indexedDB.databases()).some(({ name }) => name === LEFT);

/** The rows of IndexedDB that pages share, which it does not make. */
async function table(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  const request = indexedDB.open(LEFT, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(LEFT);
  const database = await resultOf(request);
  database.onversionchange = () => database.close();
  return database.transaction(LEFT, mode).objectStore(LEFT);
}

const resultOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** What was left in this tab alone, as it stands there. */
export const leftInTab = (): string | null => sessionStorage.getItem(LEFT);

/** What pages left, in this tab and then in any. */
export async function left(): Promise<ShopEvent[]> {
  const tab = JSON.parse(leftInTab() ?? "[]");
  return [...tab, ...((await exists()) ? (await resultOf((await table("readonly")).getAll())).flat() : [])];
}

/** Leaves it as another page of this tab does. */
export const leaveInTab = (text: string): void => sessionStorage.setItem(LEFT, text);

/** Leaves it as a page of another tab does that began at that time. */
export async function leave(at: number, events: unknown): Promise<void> {
  await resultOf((await table("readwrite")).put(events, at));
}

/** Whether anything of the kind is on this device. */
export const isAnythingLeft = async (): Promise<boolean> => leftInTab() !== null || (await exists());

export async function forgetLeft(): Promise<void> {
  sessionStorage.clear();
  await resultOf(indexedDB.deleteDatabase(LEFT));
}
