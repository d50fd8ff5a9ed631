/// <reference types="@vitest/browser-playwright" />
import { beforeEach, expect, test, vi } from "vitest";
import { cdp } from "vitest/browser";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { itemsOf, newName, openTab, view } from "./fixtures.ts";

/** What the browser or the shopper does to a store, done for real through the browser's debugging protocol. */
const { origin } = location;
const clearSiteData = () => cdp().send("Storage.clearDataForOrigin", { origin, storageTypes: "indexeddb" });
const setQuota = (quotaSize: number) => cdp().send("Storage.overrideQuotaForOrigin", { origin, quotaSize });
const liftQuota = () => cdp().send("Storage.overrideQuotaForOrigin", { origin });

beforeEach(async () => {
  // Chromium checks the quota anew only for a fresh store, or when what it last found has run out.
  await clearSiteData();
  return liftQuota;
});

const noRoom = { name: "StorageError", code: "storage", cause: { name: "QuotaExceededError" } };

test("a device without room says so, keeps what it had, and takes more once there is room", async () => {
  await setQuota(1_000_000);
  const { store } = await openTab(newName());
  await store.append([view("a")]);
  await store.putSection("old", Uint8Array.of(1), []);
  const large = new Uint8Array(2_000_000).map((_, i) => (i * i) % 251);
  await expect(store.putSection("new", large, [])).rejects.toMatchObject(noRoom);
  await expect(store.putLive(large, 1)).rejects.toThrow(/no room left/);
  expect(await itemsOf(store)).toEqual(["a"]);
  expect(await store.section("old")).toEqual(Uint8Array.of(1));
  await liftQuota();
  await store.putSection("new", large, []);
  expect((await store.section("new"))?.length).toBe(large.length);
});

test("events for which there is no room are refused, all of the batch", async () => {
  await setQuota(200_000);
  const { store } = await openTab(newName());
  const items = Array.from({ length: 200 }, (_, i) => `${i}`.padStart(200, "0"));
  const lists = Array.from({ length: 20 }, (): ShopEvent => ({ v: 1, kind: "list", at: 1, items }));
  // Ten times, because out of room Chromium answers the single requests or not, as it happens.
  for (let round = 0; round < 10; round++) {
    const refused = await store.append([view("a"), ...lists]).catch((error: unknown) => error);
    expect(refused).toMatchObject(noRoom);
  }
  expect(await store.size()).toEqual({ events: 0, bytes: 0 });
});

test("when the shopper clears the site's data the store says so and begins anew", async () => {
  const { store, lost } = await openTab(newName());
  await store.append([view("a")]);
  await clearSiteData();
  await vi.waitFor(() => expect(lost).toEqual(["closed"]));
  expect(await itemsOf(store)).toEqual([]);
  await store.append([view("b")]);
  expect(await itemsOf(store)).toEqual(["b"]);
});
