import { afterEach, expect, test, vi } from "vitest";
import type { ShopEvent } from "../../src/core/event/event.ts";
import { turnPage } from "./support/markup.ts";
import { openRig, type Rig } from "./support/scripted.ts";

const KEY = "inkling:handoff:";
/** By name, which begins with the page's time: storage has no order of its own. */
const keys = (): string[] =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(KEY))
    .sort();
const texts = (): string[] => keys().map((key) => localStorage.getItem(key) ?? "");
const items = (rig: Rig): unknown[] => rig.of("append").flatMap(({ events }) => events.map(({ item }) => item));
const left = (): ShopEvent[] => texts().flatMap((text) => JSON.parse(text));
const until = { timeout: 30_000, interval: 20 };

afterEach(() => localStorage.clear());

test("a page left before its engine is up hands its events to the next page of the shop, with their time, once", async () => {
  const first = openRig([{}]);
  const reply = first.record("view_item", { item_id: "A" }, 1_000);
  turnPage("pagehide", false);
  expect(await reply).toMatchObject({ stored: 0, message: expect.stringContaining("next page") });
  expect(left()).toMatchObject([{ item: "A", at: 1_000 }]);
  first.inkling.destroy();

  const second = openRig([{}]);
  await second.record("view_item", { item_id: "B" }, 2_000);
  expect(second.of("append")[0]?.events).toMatchObject([
    { item: "A", at: 1_000 },
    { item: "B", at: 2_000 },
  ]);
  expect(keys()).toEqual([]);
  expect(items(first)).toEqual([]);
});

test("a running engine is told at once as the page is left, and frozen only for the back-forward cache", async () => {
  const rig = openRig([{}]);
  await rig.inkling.ready;
  void rig.record("view_item", { item_id: "A" }, 1);
  turnPage("pagehide", false);
  await vi.waitUntil(() => items(rig).length === 1, until);
  // Not acknowledged yet as the page went: the next page sends it again, and the engine knows it.
  expect(left()).toHaveLength(1);
  turnPage("pagehide", false);
  expect(left()).toEqual([]);
  expect(rig.of("freeze")).toEqual([]);
  void rig.record("view_item", { item_id: "B" }, 1);
  turnPage("pagehide", true);
  turnPage("pageshow", true);
  await vi.waitUntil(() => rig.of("freeze").length === 2, until);
  expect(left()).toEqual([]);
  const types = rig.requests.map(({ type }) => type);
  expect(types.indexOf("freeze")).toBeGreaterThan(types.indexOf("append"));
});

test("back from the cache before anybody took them, the page takes its events back", async () => {
  const rig = openRig([{}]);
  void rig.record("view_item", { item_id: "A" }, 1);
  turnPage("pagehide", true);
  expect(left()).toHaveLength(1);
  turnPage("pageshow", true);
  expect(left()).toEqual([]);
  await rig.inkling.ready;
  await vi.waitUntil(() => items(rig).length === 1, until);
});

test("events of a worker that gave up are left to the next page too", async () => {
  const rig = openRig([{ open: { code: "storage" } }]);
  expect(await rig.record("view_item", { item_id: "A" }, 1)).toMatchObject({ reason: "no-worker" });
  await rig.record("view_item", { item_id: "B" }, 1);
  turnPage("pagehide", false);
  expect(left().map(({ item }) => item)).toEqual(["A", "B"]);
});

test("what the shop's own listeners say after ours is left too, and posted when the engine is up", async () => {
  const hasty = openRig([{}]);
  const late = (rig: Rig, id: string, persisted: boolean): void => {
    addEventListener("pagehide", () => void rig.record("view_item", { item_id: id }, 1), { once: true });
    turnPage("pagehide", persisted);
  };
  void hasty.record("view_item", { item_id: "A" }, 1);
  late(hasty, "B", false);
  expect(left().map(({ item }) => item)).toEqual(["A", "B"]);
  hasty.inkling.destroy();

  const rig = openRig([{}]);
  await rig.inkling.ready;
  await vi.waitUntil(() => items(rig).length === 2, until);
  late(rig, "C", true);
  expect(left().map(({ item }) => item)).toEqual(["C"]);
  await vi.waitUntil(() => items(rig).length === 3, until);
  turnPage("pageshow", true);
  expect(await rig.record("view_item", { item_id: "D" }, 2)).toEqual({ stored: 1, reason: "ok" });
  expect(left()).toEqual([]);
});

test("tabs that close together do not overwrite each other, and what is not ours stays", async () => {
  localStorage.setItem("basket", "3");
  localStorage.setItem(`${KEY}other`, JSON.stringify([{ kind: "view", item: "Z", at: 1 }]));
  localStorage.setItem(`${KEY}another`, JSON.stringify([{ kind: "view", item: "Y", at: 2 }]));
  const rig = openRig([{}]);
  await rig.inkling.ready;
  await vi.waitUntil(() => items(rig).length === 2, until);
  expect(items(rig).sort()).toEqual(["Y", "Z"]);
  expect(keys()).toEqual([]);
  expect(localStorage.getItem("basket")).toBe("3");
});

test("two hasty pages in a row lose nothing", async () => {
  for (const id of ["A", "B"]) {
    const hasty = openRig([{}]);
    void hasty.record("view_item", { item_id: id }, 1);
    turnPage("pagehide", false);
    hasty.inkling.destroy();
    // No two pages of a tab begin in the same millisecond.
    for (const left = Date.now(); Date.now() === left; );
  }
  expect(left().map(({ item }) => item)).toEqual(["A", "B"]);
});

test.each([false, "pending"] as const)("nothing is written with consent to store: %s", async (store) => {
  const rig = openRig([{}], { consent: { store } });
  void rig.record("view_item", { item_id: "A" }, 1);
  turnPage("pagehide", false);
  expect(keys()).toEqual([]);
});

test("what was left is thrown away without consent, when it is withdrawn, or when everything is erased", async () => {
  localStorage.setItem(`${KEY}left`, "[]");
  await openRig([{}], { consent: { store: false } }).inkling.ready;
  expect(keys()).toEqual([]);
  const rig = openRig([{}]);
  localStorage.setItem(`${KEY}left`, "[]");
  await rig.inkling.erase();
  expect(keys()).toEqual([]);
  localStorage.setItem(`${KEY}left`, "[]");
  await rig.inkling.consent({ store: false });
  expect(keys()).toEqual([]);
});

test("a page that waits for consent leaves alone what others left in the last minutes, drops what is older, and takes it once it has it", async () => {
  const leave = (name: string, at: unknown): void =>
    localStorage.setItem(
      KEY + name,
      JSON.stringify([
        { item: name, at: 1 },
        { item: name, at },
      ]),
    );
  leave("fresh", Date.now() - 9 * 60_000);
  leave("stale", Date.now() - 11 * 60_000);
  leave("later", Date.now() + 11 * 60_000);
  leave("timeless", "x");
  localStorage.setItem(`${KEY}nothing`, "[null]");
  const rig = openRig([{}], { consent: { store: "pending" } });
  await rig.inkling.ready;
  expect(keys()).toEqual([`${KEY}fresh`]);
  turnPage("pagehide", true);
  turnPage("pageshow", true);
  expect(keys()).toHaveLength(1);
  await rig.inkling.consent({ store: true });
  await vi.waitUntil(() => items(rig).length === 2, until);
  expect(keys()).toEqual([]);
});

test("of many pages that nobody took from, the latest four are kept", async () => {
  for (const name of ["a", "b", "c", "d", "e"]) localStorage.setItem(`${KEY}${name}`, "[]");
  const rig = openRig([{}]);
  void rig.record("view_item", { item_id: "A" }, 1);
  turnPage("pagehide", false);
  expect(keys()).toHaveLength(4);
  expect(keys()).not.toContain(`${KEY}a`);
  expect(left()).toMatchObject([{ item: "A" }]);
});

test("what stands there and is no queue harms nobody; of too much the newest part is left", async () => {
  for (const text of ["{", "7", "null", '{"a":1}']) {
    localStorage.setItem(`${KEY}left`, text);
    const rig = openRig([{}]);
    expect(await rig.record("view_item", { item_id: "A" }, 1)).toEqual({ stored: 1, reason: "ok" });
    rig.inkling.destroy();
  }
  const full = openRig([{}]);
  const many = Array.from({ length: 200 }, (_, i) => ({ item_id: `${i}`.padEnd(200, "x") }));
  for (let i = 0; i < 10; i++) void full.record("view_item_list", { items: many }, i);
  turnPage("pagehide", false);
  expect(texts()[0]?.length).toBeLessThan(100_000);
  expect(left().map(({ at }) => at)).toEqual([8, 9]);
});

test("a storage that is forbidden harms nobody", async () => {
  const forbidden = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("forbidden", "SecurityError");
  });
  const rig = openRig([{}]);
  void rig.record("view_item", { item_id: "A" }, 1);
  turnPage("pagehide", true);
  expect(forbidden).toHaveBeenCalled();
  forbidden.mockRestore();
  turnPage("pageshow", true);
  expect(await rig.record("view_item", { item_id: "B" }, 1)).toEqual({ stored: 1, reason: "ok" });
});
