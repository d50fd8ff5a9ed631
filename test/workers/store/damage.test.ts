import fc from "fast-check";
import { expect, test } from "vitest";
import { EMPTY_COMPACTED } from "../../../src/core/event/compact.ts";
import { itemsOf, NOW, newName, openTab, putRaw, view } from "./fixtures.ts";

test("rows that are no events are left out and counted", async () => {
  const name = newName();
  const { store } = await openTab(name);
  await store.append([view("a")]);
  for (const row of [
    null,
    7,
    "x",
    {},
    [],
    { v: 2, kind: "view", at: 1, item: "a" },
    { ...view("b"), at: Number.NaN },
  ]) {
    await putRaw(name, "events", row);
  }
  await putRaw(name, "events", { ...view("b"), extra: "unknown", seq: -1 });
  const { events, skipped } = await store.read();
  expect(skipped).toBe(7);
  expect(events.map(({ seq: _, ...event }) => event)).toEqual([view("a"), view("b")]);
  expect(events[1]!.seq).toBeGreaterThan(events[0]!.seq);
  expect(await store.readSince(events[0]!.seq)).toEqual([events[1]]);
});

test("compaction folds what it can read and drops the rest", async () => {
  const name = newName();
  const { store } = await openTab(name, { limits: { events: 4, eventBytes: 1e6 } });
  for (const row of ["x", view("a"), null, view("a"), 3]) await putRaw(name, "events", row);
  await putRaw(name, "profile", { v: 1, items: { junk: "x", b: { ...SOUND } } }, "compacted");
  await store.append([view("c"), view("d")]);
  expect(await store.compact()).toEqual({ folded: 4 });
  const { events, compacted, skipped } = await store.read();
  expect([events.map((event) => event.item), skipped]).toEqual([["c", "d"], 1]);
  expect(Object.keys(compacted.items)).toEqual(["b", "a"]);
  expect(compacted.items.a).toMatchObject({ views: 2 });
});

const SOUND = { weight: 1, views: 1, carts: 0, purchases: 0, firstMs: 5, lastMs: 9 };

test("anything at all in any table is read as nothing, never thrown", async () => {
  const name = newName();
  const { store } = await openTab(name);
  const cloneable = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
  });
  await fc.assert(
    fc.asyncProperty(cloneable, async (value) => {
      for (const [table, key] of [
        ["profile", "compacted"],
        ["catalogue", "manifest"],
        ["catalogue", "live"],
      ] as const) {
        await putRaw(name, table, value, key);
      }
      await putRaw(name, "events", value, 1);
      await putRaw(name, "sections", value, "h");
      await putRaw(name, "settings", value, "k");
      const { compacted } = await store.read();
      expect(compacted.v).toBe(1);
      await Promise.all([store.manifest(), store.live(), store.section("h"), store.setting("k"), store.size()]);
    }),
    { numRuns: 40 },
  );
  await putRaw(name, "profile", { v: 2, items: {} }, "compacted");
  expect((await store.read()).compacted).toEqual(EMPTY_COMPACTED);
});

test("values of the wrong type or out of range are not taken for files and settings", async () => {
  const name = newName();
  const { store } = await openTab(name);
  await putRaw(name, "catalogue", { text: 5, atMs: NOW }, "manifest");
  await putRaw(name, "catalogue", { bytes: Uint8Array.of(1), atMs: -1 }, "live");
  await putRaw(name, "sections", { bytes: "AQ==", sizeBytes: 4 }, "h");
  await putRaw(name, "settings", { deep: true }, "k");
  for (const nothing of [store.manifest(), store.live(), store.section("h"), store.setting("k")]) {
    expect(await nothing).toBeUndefined();
  }
  await store.putSection("g", Uint8Array.of(1), []);
  expect(await store.section("g")).toEqual(Uint8Array.of(1));
  expect(await itemsOf(store)).toEqual([]);
});
