import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RequestError, StorageError } from "../../../src/core/errors.ts";
import { EMPTY_COMPACTED } from "../../../src/core/event/compact.ts";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { cleaned, type Known } from "../../../src/core/event/stored.ts";
import { BOUNDS, DEFAULT_LIMITS, MAX_MANIFEST_LENGTH } from "../../../workers/store/limits.ts";
import { itemsOf, NOW, purchase, STORES, view, views } from "./fixtures.ts";

const NONE: Known = { isKnown: () => false, isSensitive: () => false, isNamedSensitive: () => false };

describe.each(STORES)("the %s store", (_kind, open) => {
  test("begins empty", async () => {
    const store = await open();
    expect(await store.read()).toEqual({ events: [], compacted: EMPTY_COMPACTED, skipped: 0 });
    expect(await store.size()).toEqual({ events: 0, bytes: 0 });
    expect(await store.compact()).toEqual({ folded: 0 });
    expect(await store.append([])).toEqual({ stored: 0, duplicates: 0, events: [] });
    for (const nothing of [store.manifest(), store.live(), store.section("h"), store.setting("k")]) {
      expect(await nothing).toBeUndefined();
    }
  });

  test("forgets what pages told of the products named, and nothing else", async () => {
    const store = await open();
    const told = { title: "Red shoe", category: "Shoes" };
    const events = [{ ...view("a"), ...told }, { ...view("b"), ...told }, view("a"), purchase("t", "a")];
    const { events: stored } = await store.append(events);
    const isKnown = (id = ""): boolean => ["a", "c"].includes(id);
    await store.forget((event) => cleaned(event, { ...NONE, isKnown }), undefined);
    const [{ title: _, category: __, ...bare }, ...others] = stored as [(typeof stored)[0], ...typeof stored];
    expect((await store.read()).events).toEqual([bare, ...others]);
  });

  test("forgets products among what was shown, too", async () => {
    const store = await open();
    const list: ShopEvent = { v: 1, kind: "list", at: NOW, items: ["a", "b", "a"] };
    const { events } = await store.append([list, view("a"), view("b")]);
    const isSensitive = (id = ""): boolean => id === "a";
    await store.forget((event) => cleaned(event, { ...NONE, isSensitive }), isSensitive);
    expect((await store.read()).events).toEqual([{ ...events[0], items: ["b"] }, events[2]]);
  });

  test("gives every event back whole, in order of arrival, with a rising seq", async () => {
    const store = await open();
    const whole: ShopEvent = {
      v: 1,
      kind: "impression",
      at: NOW,
      item: "Größe 42 / 红",
      quantity: 2,
      placement: { shelf: "for-you", slot: 0, request: "r1", policy: "graph-1" },
    };
    const list: ShopEvent = { v: 1, kind: "list", at: NOW - 5, items: ["a", "b", "a"] };
    const { events: first } = await store.append([whole, view("early", 1)]);
    const { events: second } = await store.append([list]);
    const { events } = await store.read();
    expect(events).toEqual([...first, ...second]);
    expect(events.map(({ seq: _, ...event }) => event)).toEqual([whole, view("early", 1), list]);
    expect(events.map((event) => event.seq)).toEqual([...events.map((event) => event.seq)].sort((a, b) => a - b));
    expect(new Set(events.map((event) => event.seq)).size).toBe(3);
  });

  test("readSince gives what came after, and only that", async () => {
    const store = await open();
    const { events } = await store.append(views(5));
    expect((await store.readSince(events[2]!.seq)).map((event) => event.item)).toEqual(["p3", "p4"]);
    expect(await store.readSince(events[4]!.seq)).toEqual([]);
    expect(await store.readSince(0)).toHaveLength(5);
  });

  test("takes events that another store gave out, with places of their own", async () => {
    const store = await open();
    const { events } = await store.append([view("a")]);
    await store.append(events);
    const seqs = (await store.read()).events.map((event) => event.seq);
    expect(new Set(seqs).size).toBe(2);
  });

  test("counts a purchase once per transaction and product", async () => {
    const store = await open();
    const receipt = [purchase("T1", "shoe"), purchase("T1", "sock")];
    expect(await store.append(receipt)).toMatchObject({ stored: 2, duplicates: 0 });
    expect(await store.append([view("a"), ...receipt, purchase("T2", "shoe")])).toMatchObject({
      stored: 2,
      duplicates: 2,
    });
    expect(await store.append([purchase("T3", "x"), view("b"), purchase("T3", "x")])).toMatchObject({ duplicates: 1 });
    expect(await itemsOf(store)).toEqual(["shoe", "sock", "a", "shoe", "x", "b"]);
  });

  test("does not take for one purchase what are two", async () => {
    const store = await open();
    const withoutTransaction: ShopEvent = { v: 1, kind: "purchase", at: NOW, item: "shoe" };
    const refund: ShopEvent = { ...purchase("T", "shoe"), kind: "refund" };
    const alike = [purchase('a","b', "c"), purchase("a", 'b","c')];
    const events = [withoutTransaction, withoutTransaction, refund, refund, ...alike];
    expect(await store.append(events)).toMatchObject({ stored: 6, duplicates: 0 });
  });

  test("knows a purchase again after its event was folded away", async () => {
    const store = await open({ limits: { events: 4, eventBytes: 1e6 } });
    await store.append([purchase("T1", "shoe"), ...views(9)]);
    await store.compact();
    expect(await itemsOf(store)).not.toContain("shoe");
    expect(await store.append([purchase("T1", "shoe")])).toMatchObject({ stored: 0, duplicates: 1 });
    expect((await store.read()).compacted.items.shoe).toMatchObject({ purchases: 1 });
  });

  test("remembers a bounded number of purchases", async () => {
    const store = await open({ limits: { events: 10, eventBytes: 1e9 } });
    const receipt = Array.from({ length: BOUNDS.purchases + 1 }, (_, i) => ({
      ...purchase("T", `p${i}`),
      at: NOW + i,
    }));
    await store.append(receipt);
    await store.compact();
    expect(await store.append(receipt.slice(0, 2))).toMatchObject({ stored: 1, duplicates: 1 });
  });

  test("holds 5,000 events and folds the oldest when there are more", async () => {
    const store = await open();
    for (let from = 0; from < DEFAULT_LIMITS.events; from += 500) await store.append(views(500, from));
    expect(await store.compact()).toEqual({ folded: 0 });
    await store.append([view("last")]);
    expect(await store.compact()).toEqual({ folded: 1_251 });
    const { events, compacted } = await store.read();
    expect(events.map((event) => event.item)).toEqual([...views(3_749, 1_251).map((event) => event.item), "last"]);
    expect(Object.keys(compacted.items)).toHaveLength(1_251);
    expect((await store.size()).events).toBe(3_750);
    expect(await store.compact()).toEqual({ folded: 0 });
  });

  test("holds 2 MB of events", async () => {
    const store = await open();
    const shown = Array.from({ length: 100 }, (_, i) => `product-number-${i}`.padEnd(50, "."));
    const list: ShopEvent = { v: 1, kind: "list", at: NOW, items: shown };
    await store.append(Array.from({ length: 500 }, () => list));
    expect((await store.size()).bytes).toBeGreaterThan(DEFAULT_LIMITS.eventBytes);
    expect((await store.compact()).folded).toBeGreaterThan(100);
    expect((await store.size()).bytes).toBeLessThan(DEFAULT_LIMITS.eventBytes);
    expect(await itemsOf(store)).not.toHaveLength(0);
  });

  test("folds down to nothing when one event alone is beyond the limit", async () => {
    const store = await open({ limits: { events: 10, eventBytes: 50 } });
    await store.append([view("a")]);
    expect(await store.compact()).toEqual({ folded: 1 });
    expect(await store.size()).toEqual({ events: 0, bytes: 0 });
  });

  test("erase forgets everything but the catalogue", async () => {
    const store = await open({ limits: { events: 4, eventBytes: 1e6 } });
    await store.append([purchase("T1", "shoe"), ...views(9)]);
    await store.compact();
    const { events: before } = await store.read();
    await store.putSetting("paused", true);
    await store.putManifest("{}", NOW);
    await store.putSection("h", Uint8Array.of(1), []);
    expect(await store.erase()).toBe(before.length);
    expect(await store.read()).toEqual({ events: [], compacted: EMPTY_COMPACTED, skipped: 0 });
    expect(await store.setting("paused")).toBeUndefined();
    expect(await store.manifest()).toEqual({ text: "{}", atMs: NOW });
    expect(await store.section("h")).toEqual(Uint8Array.of(1));
    const { events, stored } = await store.append([purchase("T1", "shoe")]);
    expect(stored).toBe(1);
    expect(events[0]!.seq).toBeGreaterThan(before.at(-1)!.seq);
  });

  test("keeps sections by hash, and of those only what is asked for", async () => {
    const store = await open();
    await store.putSection("ranking", Uint8Array.of(1, 2), []);
    await store.putSection("display", Uint8Array.of(3), ["ranking"]);
    await store.putSection("ranking", Uint8Array.of(4), ["display"]);
    expect(await store.section("ranking")).toEqual(Uint8Array.of(4));
    expect(await store.section("display")).toEqual(Uint8Array.of(3));
    await store.putSection("ranking2", Uint8Array.of(5), ["display", "unknown"]);
    expect(await store.section("ranking")).toBeUndefined();
    expect(await store.section("display")).toEqual(Uint8Array.of(3));
  });

  test("keeps 64 MB of sections and refuses more, leaving what there was", async () => {
    const store = await open();
    const half = new Uint8Array(BOUNDS.sectionBytes / 2);
    await store.putSection("a", half, []);
    await store.putSection("b", half, ["a"]);
    await expect(store.putSection("c", Uint8Array.of(1), ["a", "b"])).rejects.toThrow(RequestError);
    expect(await store.section("c")).toBeUndefined();
    expect((await store.section("a"))?.length).toBe(half.length);
    await store.putSection("b", Uint8Array.of(1), ["a"]);
    expect(await store.section("b")).toEqual(Uint8Array.of(1));
  });

  test("keeps the last manifest and live file", async () => {
    const store = await open();
    await store.putManifest("old", NOW);
    await store.putManifest("new", NOW + 1);
    const buffer = Uint8Array.of(9, 1, 2, 9);
    await store.putLive(buffer.subarray(1, 3), NOW + 2);
    expect(await store.manifest()).toEqual({ text: "new", atMs: NOW + 1 });
    const live = await store.live();
    expect(live?.atMs).toBe(NOW + 2);
    expect([...live!.bytes]).toEqual([1, 2]);
    expect(live!.bytes.buffer.byteLength).toBe(2);
  });

  test("keeps settings, small and few", async () => {
    const store = await open();
    for (const value of [true, 0, -1.5, "", "text", [], ["a", "b"]]) {
      await store.putSetting("key", value);
      expect(await store.setting("key")).toEqual(value);
    }
    await store.putSetting("key", undefined);
    expect(await store.setting("key")).toBeUndefined();
    await expect(store.putSetting("key", "x".repeat(5_000))).rejects.toThrow(RequestError);
    await expect(store.putSetting("k".repeat(201), 1)).rejects.toThrow(RequestError);
    for (let i = 0; i < BOUNDS.settings; i++) await store.putSetting(`s${i}`, i);
    await expect(store.putSetting("one more", 1)).rejects.toThrow(/at most 100 settings/);
    await store.putSetting("s0", "changed");
    expect(await store.setting("s0")).toBe("changed");
  });

  test("refuses files beyond their bounds, saying so", async () => {
    const store = await open();
    await expect(store.putManifest("x".repeat(MAX_MANIFEST_LENGTH + 1), NOW)).rejects.toThrow(/at most 1000000/);
    await expect(store.putLive(new Uint8Array(BOUNDS.liveBytes + 1), NOW)).rejects.toThrow(RequestError);
    expect(await store.manifest()).toBeUndefined();
    expect(await store.live()).toBeUndefined();
  });

  test("works on once frozen", async () => {
    const store = await open();
    await store.append([view("a")]);
    store.freeze();
    await store.append([view("b")]);
    expect(await itemsOf(store)).toEqual(["a", "b"]);
  });

  test("refuses every call once closed", async () => {
    const store = await open();
    store.close();
    const calls = [
      () => store.append([view("a")]),
      () => store.read(),
      () => store.readSince(0),
      () => store.size(),
      () => store.compact(),
      () => store.erase(),
      () => store.section("h"),
      () => store.putSection("h", Uint8Array.of(1), []),
      () => store.manifest(),
      () => store.putManifest("{}", NOW),
      () => store.live(),
      () => store.putLive(Uint8Array.of(1), NOW),
      () => store.setting("k"),
      () => store.putSetting("k", 1),
    ];
    for (const call of calls) await expect(call()).rejects.toThrow(StorageError);
  });

  test("whatever is appended and compacted in whatever batches, nothing is lost and order is kept", async () => {
    const batch = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { maxLength: 8 }), async (batches) => {
        const store = await open({ limits: { events: 6, eventBytes: 1e6 } });
        for (const items of batches) {
          await store.append(items.map((item) => view(item)));
          await store.compact();
        }
        const all = batches.flat();
        const { events, compacted } = await store.read();
        expect(events.length).toBeLessThanOrEqual(6);
        expect(events.map((event) => event.item)).toEqual(all.slice(all.length - events.length));
        for (const item of ["a", "b", "c"]) {
          const left = events.filter((event) => event.item === item).length;
          expect((compacted.items[item]?.views ?? 0) + left).toBe(all.filter((each) => each === item).length);
        }
        store.close();
      }),
      { numRuns: 25 },
    );
  });
});
