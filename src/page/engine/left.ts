import { LEFT } from "./handoff.ts";
import type { Left } from "./seat.ts";

/**
 * IndexedDB, opened by the page itself while it lives: a transaction that is told to commit in the page's last task is carried out after the page
 * and its worker are gone, whereas some workers end before they get a message of that task. A row for each page, by the time at which it began.
 */
export function createLeft(): Left {
  const page = Date.now() + Math.random();
  let database: IDBDatabase | undefined;

  const table = (): IDBObjectStore => database!.transaction(LEFT, "readwrite").objectStore(LEFT);

  return {
    put(events) {
      try {
        const pages = table();
        pages.put(events, page);
        pages.transaction.commit();
        return true;
      } catch {
        return false; // not open, or full
      }
    },
    async take() {
      try {
        if (database === undefined) {
          const request = indexedDB.open(LEFT, 1);
          request.onupgradeneeded = () => request.result.createObjectStore(LEFT);
          const opened = await resultOf(request);
          // All is erased, here or in another tab.
          opened.onversionchange = () => {
            opened.close();
            database = undefined;
          };
          database = opened;
        }
        const pages = table();
        const all = resultOf(pages.getAll());
        pages.clear();
        return (await all).flat();
      } catch {
        return []; // forbidden by the browser: then nothing is left there
      }
    },
  };
}

/** Never, where the browser refuses: nobody waits for it. */
const resultOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve) => {
    request.onsuccess = () => resolve(request.result);
  });
