import { afterEach, expect, test, vi } from "vitest";
import { StorageError } from "../../../src/core/errors.ts";
import { Database } from "../../../workers/store/database.ts";
import { MIGRATIONS } from "../../../workers/store/schema.ts";
import { itemsOf, newName, openRaw, openTab, view } from "./fixtures.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Every connection opened from now on, to be broken underneath the store. */
function watchConnections(): IDBDatabase[] {
  const connections: IDBDatabase[] = [];
  const open = indexedDB.open.bind(indexedDB);
  vi.spyOn(indexedDB, "open").mockImplementation((name, version) => {
    const request = open(name, version);
    request.addEventListener("success", () => connections.push(request.result));
    return request;
  });
  return connections;
}

const deleteRaw = (name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });

test("a connection closed underneath is opened again and the call repeated", async () => {
  const connections = watchConnections();
  const { store } = await openTab(newName());
  await store.append([view("a")]);
  connections[0]!.close();
  await store.append([view("b")]);
  expect(await itemsOf(store)).toEqual(["a", "b"]);
  expect(connections).toHaveLength(2);
});

test("calls already under way when the connection is closed complete", async () => {
  const connections = watchConnections();
  const { store } = await openTab(newName());
  const calls = [store.append([view("a")]), store.append([view("b")])];
  await Promise.resolve();
  connections[0]!.close();
  await Promise.all(calls);
  expect((await itemsOf(store)).toSorted()).toEqual(["a", "b"]);
});

test("a connection lost the way Safari loses it, in the middle of a transaction, is replaced once", async () => {
  const { store } = await openTab(newName());
  const lost = new DOMException(
    "Connection to Indexed Database server lost. Refresh the page to try again",
    "UnknownError",
  );
  const count = vi.spyOn(IDBObjectStore.prototype, "add").mockImplementationOnce(() => {
    throw lost;
  });
  await store.append([view("a")]);
  expect(count).toHaveBeenCalledTimes(2);
  count.mockImplementation(() => {
    throw lost;
  });
  await expect(store.append([view("b")])).rejects.toMatchObject({ name: "StorageError", cause: lost });
  expect(count).toHaveBeenCalledTimes(4);
  expect(await itemsOf(store)).toEqual(["a"]);
});

test("a database deleted underneath is told, and made anew, empty", async () => {
  const name = newName();
  const { store, lost } = await openTab(name);
  await store.append([view("a")]);
  await deleteRaw(name);
  expect(lost).toEqual(["deleted"]);
  await store.append([view("b")]);
  expect(await itemsOf(store)).toEqual(["b"]);
});

test("a newer Inkling in another tab gets the database at once, and this one says so from then on", async () => {
  const name = newName();
  const { store, lost } = await openTab(name);
  const newer = await openRaw(name, 1_000);
  expect(lost).toEqual(["newer"]);
  await expect(store.append([view("a")])).rejects.toThrow(/a newer Inkling has used this device's store/);
  newer.close();
  await expect(openTab(name)).rejects.toMatchObject({ code: "storage", cause: { name: "VersionError" } });
});

/** Begins to open a database one version newer than `old`; `blocked` resolves when `old` is seen to be in the way. */
function openNewer(name: string): { readonly opening: Promise<void>; readonly blocked: Promise<unknown> } {
  const open = indexedDB.open.bind(indexedDB);
  const blocked = new Promise((resolve) => {
    vi.spyOn(indexedDB, "open").mockImplementationOnce((...args) => {
      const request = open(...args);
      request.addEventListener("blocked", resolve);
      return request;
    });
  });
  const migrations = [() => {}, ...MIGRATIONS];
  return { opening: new Database({ name, migrations, onLost: () => {} }).open(), blocked };
}

test("a tab that keeps an older database open is waited for", async () => {
  const name = newName();
  const old = await openRaw(name, 1);
  const { opening, blocked } = openNewer(name);
  await blocked;
  old.close();
  await opening;
});

test("a tab that keeps an older database open is not waited for longer than five seconds", async () => {
  const name = newName();
  const old = await openRaw(name, 1);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { opening, blocked } = openNewer(name);
  const refused = expect(opening).rejects.toThrow(/within 5 s: another tab holds an older one open/);
  await blocked;
  await vi.advanceTimersByTimeAsync(5_000);
  await refused;
  old.close();
});

test("a browser that never answers is given up after five seconds, and its late connection is closed", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const name = newName();
  const open = indexedDB.open.bind(indexedDB);
  let answer: (() => void) | undefined;
  const late: IDBDatabase[] = [];
  vi.spyOn(indexedDB, "open").mockImplementationOnce((...args) => {
    const request = open(...args);
    request.addEventListener("success", (event) => {
      if (answer !== undefined) return;
      event.stopImmediatePropagation();
      late.push(request.result);
      answer = () => request.dispatchEvent(new Event("success"));
    });
    return request;
  });
  const refused = expect(openTab(name)).rejects.toThrow("the store did not open within 5 s");
  await vi.waitUntil(() => answer !== undefined);
  await vi.advanceTimersByTimeAsync(5_000);
  await refused;
  const close = vi.spyOn(late[0]!, "close");
  answer!();
  await vi.waitFor(() => expect(close).toHaveBeenCalledOnce());
});

test.each([
  [
    "throws",
    () => {
      throw new DOMException("denied", "SecurityError");
    },
    /cookies are blocked, or the frame is sandboxed/,
  ],
  [
    "is not there",
    () => {
      throw new ReferenceError("indexedDB is not defined");
    },
    /this browser has no IndexedDB/,
  ],
])("openStore rejects with a StorageError when IndexedDB %s", async (_what, open, message) => {
  vi.spyOn(indexedDB, "open").mockImplementation(open);
  const opening = openTab(newName());
  await expect(opening).rejects.toThrow(StorageError);
  await expect(opening).rejects.toThrow(message);
});

test("a database without Inkling's tables says how to begin anew", async () => {
  const name = newName();
  (await openRaw(name, 1, (db) => db.createObjectStore("something else"))).close();
  const { store } = await openTab(name);
  await expect(store.append([view("a")])).rejects.toThrow(/lacks a part: clear the site's data/);
});
