import { expect, test } from "vitest";
import { Database } from "../../../workers/store/database.ts";
import { MIGRATIONS, type Migration } from "../../../workers/store/schema.ts";
import { newName, openRaw, openTab, view } from "./fixtures.ts";

const TABLES = [
  "catalogue",
  "events",
  "ledger",
  "models",
  "outbox",
  "profile",
  "purchases",
  "reports",
  "sections",
  "settings",
];

/** Version 1 as it was released: written out, so that changing the first migration by mistake is noticed. */
const makeVersion1 = (db: IDBDatabase): void => {
  db.createObjectStore("events", { autoIncrement: true }).add({ v: 1, kind: "view", at: 5, item: "kept" });
  db.createObjectStore("purchases").createIndex("atMs", "atMs");
  db.createObjectStore("profile");
  db.createObjectStore("settings");
  db.createObjectStore("sections").createIndex("sizeBytes", "sizeBytes");
  db.createObjectStore("catalogue");
};

/** What version 2 added. */
const makeVersion2 = (db: IDBDatabase): void => {
  makeVersion1(db);
  db.createObjectStore("models");
};

/** What version 3 added. */
const makeVersion3 = (db: IDBDatabase): void => {
  makeVersion2(db);
  db.createObjectStore("ledger");
  db.createObjectStore("outbox");
  const reports = db.createObjectStore("reports");
  reports.createIndex("plan", "plan");
  reports.createIndex("atMs", "atMs");
};

const openWith = (name: string, migrations: readonly Migration[]): Database =>
  new Database({ name, migrations, onLost: () => {} });

const describeTables = (db: IDBDatabase): unknown =>
  [...db.objectStoreNames].map((name) => {
    const table = db.transaction(name).objectStore(name);
    return [name, table.keyPath, table.autoIncrement, [...table.indexNames]];
  });

test("a new database has the tables of version 3", async () => {
  const [made, fixture] = [newName(), newName()];
  (await openTab(made)).store.close();
  const db = await openRaw(made);
  expect(db.version).toBe(3);
  expect([...db.objectStoreNames]).toEqual(TABLES);
  const expected = await openRaw(fixture, 3, makeVersion3);
  expect(describeTables(db)).toEqual(describeTables(expected));
});

test.each([
  [1, makeVersion1],
  [2, makeVersion2],
])("a database of version %i opens with what is in it", async (version, make) => {
  const name = newName();
  (await openRaw(name, version, make)).close();
  const { store } = await openTab(name);
  await store.append([view("new")]);
  expect((await store.read()).events.map((event) => event.item)).toEqual(["kept", "new"]);
});

test("later migrations run in turn, each once, and may rewrite rows", async () => {
  const name = newName();
  (await openRaw(name, 1, makeVersion1)).close();
  const runs: number[] = [];
  const rewrite: Migration = async (_db, tx) => {
    runs.push(2);
    const events = tx.objectStore("events");
    for (const key of await events.getAllKeys()) {
      const row = (await events.get(key)) as object;
      await events.put({ ...row, item: "rewritten" }, key);
    }
  };
  const grow: Migration = async (db, tx) => {
    runs.push(3);
    db.createObjectStore("settings2" as "settings");
    await tx.objectStore("settings").put(await tx.objectStore("events").get(1), "seen by 3");
  };
  const database = openWith(name, [...MIGRATIONS, rewrite, grow]);
  expect(await database.read(["settings"], (tx) => tx.objectStore("settings").get("seen by 3"))).toMatchObject({
    item: "rewritten",
  });
  database.close();
  await openWith(name, [...MIGRATIONS, rewrite, grow]).open();
  expect(runs).toEqual([2, 3]);
});

test.each([
  [
    "throws",
    () => {
      throw new RangeError("row 7 is odd");
    },
  ],
  [
    "fails late",
    async (_db, tx) => {
      await tx.objectStore("events").clear();
      throw new RangeError("row 7 is odd");
    },
  ],
] satisfies [string, Migration][])(
  "a migration that %s leaves the database as it was and says why",
  async (_how, broken) => {
    const name = newName();
    (await openRaw(name, 1, makeVersion1)).close();
    const opening = openWith(name, [...MIGRATIONS, broken]).open();
    await expect(opening).rejects.toMatchObject({ name: "StorageError", cause: { message: "row 7 is odd" } });
    const { store } = await openTab(name);
    expect((await store.read()).events.map((event) => event.item)).toEqual(["kept"]);
  },
);
