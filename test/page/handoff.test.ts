import { afterEach, expect, test, vi } from "vitest";
import { forgetLeft, isAnythingLeft, leave, leaveInTab, left, leftInTab } from "./support/left.ts";
import { turnPage } from "./support/markup.ts";
import { openRig, type Rig } from "./support/scripted.ts";

const items = (rig: Rig): unknown[] => rig.of("append").flatMap(({ events }) => events.map(({ item }) => item));
const until = { timeout: 30_000, interval: 20 };
const nothing = async (): Promise<boolean> => (await left()).length === 0;
/** A page that can leave what it has to any tab. */
async function settled(rig: Rig): Promise<Rig> {
  await rig.inkling.ready;
  await vi.waitUntil(() => rig.engine.left?.put([]), until);
  return rig;
}

afterEach(forgetLeft);

test("a page left before its engine is up hands its events to the next page of the tab, with their time, once", async () => {
  const first = openRig([{}]);
  const reply = first.record("view_item", { item_id: "A" }, 1_000);
  turnPage("pagehide", false);
  expect(await reply).toMatchObject({ stored: 0, message: expect.stringContaining("next page") });
  expect(JSON.parse(leftInTab() ?? "")).toMatchObject([{ item: "A", at: 1_000 }]);
  first.inkling.destroy();

  const second = openRig([{}]);
  await second.record("view_item", { item_id: "B" }, 2_000);
  expect(second.of("append")[0]?.events).toMatchObject([
    { item: "A", at: 1_000 },
    { item: "B", at: 2_000 },
  ]);
  expect(leftInTab()).toBe(null);
  expect(items(first)).toEqual([]);
});

test("a running engine is told at once as the page is left, and frozen only for the back-forward cache", async () => {
  const rig = await settled(openRig([{}]));
  void rig.record("view_item", { item_id: "A" }, 1);
  turnPage("pagehide", false);
  await vi.waitUntil(() => items(rig).length === 1, until);
  // Not acknowledged yet as the page went: the next page, in whichever tab, sends it again, and the engine knows it.
  expect([await left(), leftInTab()]).toMatchObject([[{ item: "A", at: 1 }], null]);
  expect(rig.of("freeze")).toEqual([]);
  void rig.record("view_item", { item_id: "B" }, 1);
  turnPage("pagehide", true);
  turnPage("pageshow", true);
  await vi.waitUntil(() => rig.of("freeze").length === 2, until);
  await vi.waitUntil(nothing, until);
  const types = rig.requests.map(({ type }) => type);
  expect(types.indexOf("freeze")).toBeGreaterThan(types.indexOf("append"));
});

test("a page of which everything is kept leaves nothing", async () => {
  const rig = openRig([{}]);
  await rig.record("view_item", { item_id: "A" }, 1);
  await settled(rig);
  turnPage("pagehide", false);
  expect(await nothing()).toBe(true);
});

test("what a page left in one tab is taken in another, before what that has itself", async () => {
  const first = await settled(openRig([{}]));
  void first.record("view_item", { item_id: "A" }, 1);
  turnPage("pagehide", false);
  first.inkling.destroy();
  const second = openRig([{}]);
  const reply = second.record("view_item", { item_id: "B" }, 2);
  await vi.waitUntil(() => items(second).length === 2, until);
  expect(items(second)).toEqual(["A", "B"]);
  expect(await reply).toEqual({ stored: 1, reason: "ok" });
  expect(await nothing()).toBe(true);
});

test("back from the cache before anybody took them, the page takes its events back", async () => {
  const rig = openRig([{}]);
  void rig.record("view_item", { item_id: "A" }, 1);
  turnPage("pagehide", true);
  expect(leftInTab()).not.toBe(null);
  turnPage("pageshow", true);
  expect(leftInTab()).toBe(null);
  await rig.inkling.ready;
  await vi.waitUntil(() => items(rig).length === 1, until);
});

test("events of a worker that gave up are left to the next page too", async () => {
  const rig = openRig([{ open: { code: "storage" } }]);
  expect(await rig.record("view_item", { item_id: "A" }, 1)).toMatchObject({ reason: "no-worker" });
  await rig.record("view_item", { item_id: "B" }, 1);
  turnPage("pagehide", false);
  expect((await left()).map(({ item }) => item)).toEqual(["A", "B"]);
});

test("what the shop's own listeners say after ours is left too, and posted when the engine is up", async () => {
  const hasty = openRig([{}]);
  const late = (rig: Rig, id: string, persisted: boolean): void => {
    addEventListener("pagehide", () => void rig.record("view_item", { item_id: id }, 1), { once: true });
    turnPage("pagehide", persisted);
  };
  void hasty.record("view_item", { item_id: "A" }, 1);
  late(hasty, "B", false);
  // At once: this page is not really gone, and its engine would come.
  hasty.inkling.destroy();
  expect((await left()).map(({ item }) => item)).toEqual(["A", "B"]);

  const rig = await settled(openRig([{}]));
  await vi.waitUntil(() => items(rig).length === 2, until);
  late(rig, "C", true);
  expect((await left()).map(({ item }) => item)).toEqual(["C"]);
  await vi.waitUntil(() => items(rig).length === 3, until);
  turnPage("pageshow", true);
  expect(await rig.record("view_item", { item_id: "D" }, 2)).toEqual({ stored: 1, reason: "ok" });
  await vi.waitUntil(nothing, until);
});

test("back from the cache with a worker that died meanwhile, what was not acknowledged is sent to the next one once", async () => {
  const rig = await settled(openRig([{ append: "silent", freeze: "crash" }, {}]));
  void rig.record("view_item", { item_id: "A" }, 1);
  await vi.waitUntil(() => items(rig).length === 1, until);
  turnPage("pagehide", true);
  turnPage("pageshow", true);
  expect(await rig.record("view_item", { item_id: "B" }, 2)).toEqual({ stored: 1, reason: "ok" });
  // Once to each worker.
  expect(items(rig).filter((id) => id === "A")).toEqual(["A", "A"]);
});

test("tabs that close together do not overwrite each other, and what is not ours stays", async () => {
  sessionStorage.setItem("basket", "3");
  leaveInTab(JSON.stringify([{ kind: "view", item: "X", at: 3 }]));
  await leave(2, [{ kind: "view", item: "Z", at: 2 }]);
  await leave(1, [{ kind: "view", item: "Y", at: 1 }]);
  const rig = openRig([{}]);
  await vi.waitUntil(() => items(rig).length === 3, until);
  expect(items(rig).sort()).toEqual(["X", "Y", "Z"]);
  expect(await nothing()).toBe(true);
  expect(sessionStorage.getItem("basket")).toBe("3");
});

test("two hasty pages in a row lose nothing", async () => {
  for (const id of ["A", "B"]) {
    const hasty = openRig([{}]);
    void hasty.record("view_item", { item_id: id }, 1);
    turnPage("pagehide", false);
    hasty.inkling.destroy();
  }
  expect((await left()).map(({ item }) => item)).toEqual(["A", "B"]);
});

test.each([false, "pending"] as const)("nothing is written with consent to store: %s", async (store) => {
  const rig = openRig([{}], { consent: { store } });
  await rig.inkling.ready;
  void rig.record("view_item", { item_id: "A" }, 1);
  turnPage("pagehide", false);
  expect(rig.engine.left?.put([])).toBe(false);
  await vi.waitUntil(async () => !(await isAnythingLeft()), until);
});

test("what was left is thrown away without consent, when it is withdrawn, or when everything is erased", async () => {
  const gone = (): Promise<void> => vi.waitUntil(async () => !(await isAnythingLeft()), until) as Promise<never>;
  const others = async (): Promise<void> => {
    leaveInTab("[]");
    await leave(1, []);
  };
  await others();
  await openRig([{}], { consent: { store: false } }).inkling.ready;
  await gone();
  const rig = await settled(openRig([{}]));
  await others();
  await rig.inkling.erase();
  await gone();
  await others();
  await rig.inkling.consent({ store: false });
  await gone();
});

test("what is being taken as everything is erased is forgotten with it", async () => {
  await leave(1, [{ kind: "view", item: "A", at: 1 }]);
  const rig = openRig([{}]);
  await vi.waitUntil(() => rig.engine.left, { timeout: 30_000, interval: 1 });
  turnPage("pageshow", true);
  await rig.inkling.erase();
  await rig.record("view_item", { item_id: "B" }, 2);
  expect(items(rig)).toEqual(["B"]);
});

test("a page that waits for consent leaves alone what others left, and takes it once it has it", async () => {
  leaveInTab(JSON.stringify([{ item: "A", at: 1 }]));
  await leave(1, [{ item: "B", at: 2 }]);
  const rig = openRig([{}], { consent: { store: "pending" } });
  await rig.inkling.ready;
  turnPage("pagehide", true);
  turnPage("pageshow", true);
  expect((await left()).map(({ item }) => item)).toEqual(["A", "B"]);
  await rig.inkling.consent({ store: true });
  await vi.waitUntil(() => items(rig).length === 2, until);
  expect(await nothing()).toBe(true);
});

test("what stands there and is no list of events harms nobody; of too much the newest part is left", async () => {
  for (const text of ["{", "7", "null", '{"a":1}']) {
    leaveInTab(text);
    await leave(1, text);
    await leave(2, { a: 1 });
    const rig = openRig([{}]);
    expect(await rig.record("view_item", { item_id: "A" }, 1)).toEqual({ stored: 1, reason: "ok" });
    rig.inkling.destroy();
  }
  const full = openRig([{}]);
  const many = Array.from({ length: 200 }, (_, i) => ({ item_id: `${i}`.padEnd(200, "x") }));
  for (let i = 0; i < 10; i++) void full.record("view_item_list", { items: many }, i);
  turnPage("pagehide", false);
  expect(leftInTab()?.length).toBeLessThan(100_000);
  expect(JSON.parse(leftInTab() ?? "").map(({ at }: { at: number }) => at)).toEqual([8, 9]);
});

test("a storage that is forbidden harms nobody", async () => {
  const forbidden = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("forbidden", "SecurityError");
  });
  const open = vi.spyOn(IDBFactory.prototype, "open").mockImplementation(() => {
    throw new DOMException("forbidden", "SecurityError");
  });
  const rig = openRig([{}]);
  await rig.inkling.ready;
  void rig.record("view_item", { item_id: "A" }, 1);
  turnPage("pagehide", true);
  expect(forbidden).toHaveBeenCalled();
  expect(open).toHaveBeenCalled();
  forbidden.mockRestore();
  open.mockRestore();
  turnPage("pageshow", true);
  expect(await rig.record("view_item", { item_id: "B" }, 1)).toEqual({ stored: 1, reason: "ok" });
});
