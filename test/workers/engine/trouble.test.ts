import { describe, expect, test } from "vitest";
import { StorageError } from "../../../src/core/errors.ts";
import { fetchFile } from "../../../workers/serve/fetch.ts";
import type { Store } from "../../../workers/store/store.ts";
import { catalog, device, GRANTED, MINUTE, tab } from "./tab.ts";

const PENDING = { ...GRANTED, store: "pending" } as const;
const DENIED = { ...GRANTED, store: false } as const;
const full = (): Promise<never> => Promise.reject(new StorageError("the disk is full"));

const stored = async (): Promise<number> => (await tab().open()).storage.events;
const itemsOf = async (shopper: ReturnType<typeof tab>): Promise<(string | undefined)[]> =>
  (await shopper.ask<"events">({ type: "events", limit: 100 })).map(({ item }) => item).sort();

describe("erasing", () => {
  test("while consent is pending erases what earlier pages stored", async () => {
    const before = tab();
    await before.open();
    await before.does("view", "shoe-0");
    const shopper = tab();
    await shopper.open(PENDING);
    expect(await shopper.ask<"erase">({ type: "erase" })).toEqual({ erased: 1 });
    expect(await stored()).toBe(0);
  });

  test("after the store was given up erases what is in it", async () => {
    const before = tab();
    await before.open();
    await before.does("view", "shoe-0");
    const shopper = tab({ faults: () => ({ append: full }) });
    await shopper.open();
    await shopper.does("view", "shoe-1");
    await shopper.ask<"erase">({ type: "erase" });
    expect(await stored()).toBe(0);
    expect(await itemsOf(shopper)).toEqual([]);
  });

  test("that the store refuses is said, and nothing known is used any more", async () => {
    const shopper = tab({ faults: () => ({ erase: full }) });
    await shopper.open();
    await shopper.does("view", "shoe-0");
    const reply = await shopper.door.ask({ type: "erase" });
    expect(reply).toMatchObject({ ok: false, code: "storage" });
    expect((await shopper.ask<"rank">({ type: "rank", request: {} })).basis).toBe("popular");
  });

  test("a device that has no store is not given one for consent denied", async () => {
    const shopper = tab();
    expect((await shopper.open(DENIED)).storage.state).toBe("off");
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(device.storeName);
  });
});

describe("consent", () => {
  test("withdrawn while the store cannot erase: off at once, and the status says what is left", async () => {
    const shopper = tab({ faults: () => ({ erase: full }) });
    await shopper.open();
    await shopper.does("view", "shoe-0");
    const status = await shopper.ask<"consent">({ type: "consent", consent: DENIED });
    expect(status.storage).toMatchObject({ state: "off", message: expect.stringContaining("could not be erased") });
    expect((await shopper.ask<"rank">({ type: "rank", request: {} })).basis).toBe("popular");
  });

  test("withdrawn and given again at once ends as given", async () => {
    const shopper = tab();
    await shopper.open();
    const consents = [DENIED, GRANTED, DENIED, GRANTED];
    await Promise.all(consents.map((consent) => shopper.ask<"consent">({ type: "consent", consent })));
    await shopper.does("view", "shoe-0");
    expect(await stored()).toBe(1);
  });

  test("given twice at once keeps what was pending once, and what comes meanwhile", async () => {
    const shopper = tab();
    await shopper.open(PENDING);
    await shopper.does("view", "shoe-0");
    const grants = [GRANTED, GRANTED].map((consent) => shopper.ask<"consent">({ type: "consent", consent }));
    await shopper.does("view", "shoe-1");
    await Promise.all(grants);
    expect(await itemsOf(shopper)).toEqual(["shoe-0", "shoe-1"]);
    expect(await stored()).toBe(2);
  });

  test("given keeps the catalogue that came while it was pending", async () => {
    const shopper = tab();
    await shopper.open(PENDING);
    await shopper.ask<"consent">({ type: "consent", consent: GRANTED });
    const next = tab();
    await next.open();
    expect(next.fetched).toEqual([]);
  });

  test("changed does not end a pause", async () => {
    const shopper = tab();
    await shopper.open(PENDING);
    await shopper.ask<"pause">({ type: "pause", paused: true });
    for (const consent of [GRANTED, DENIED, GRANTED]) {
      expect((await shopper.ask<"consent">({ type: "consent", consent })).paused).toBe(true);
    }
    expect((await tab().open()).paused).toBe(true);
  });
});

describe("a store that fails", () => {
  test("is given up with all that is known: events, folded past, pause", async () => {
    const before = tab();
    await before.open();
    await before.does("purchase", "shoe-0", { transaction: "t" });
    const shopper = tab({ faults: () => ({ append: full }) });
    await shopper.open();
    const appends = ["shoe-1", "shoe-2", "shoe-3"].map((item) => shopper.does("view", item));
    expect(await Promise.all(appends)).toEqual(appends.map(() => ({ stored: 1, duplicates: 0 })));
    expect(await itemsOf(shopper)).toEqual(["shoe-0", "shoe-1", "shoe-2", "shoe-3"]);
    const explanation = await shopper.ask<"explain">({ type: "explain", id: "shoe-0" });
    expect(explanation.restsUntil).toBeGreaterThan(device.clock);
    const { storage } = await shopper.ask<"status">({ type: "status" });
    expect(storage).toMatchObject({ state: "unavailable", message: "the disk is full", events: 4 });
  });

  test("and works again gets what came meanwhile once", async () => {
    let broken = true;
    const before = tab();
    await before.open();
    await before.does("view", "shoe-0");
    const faults = (store: Store): Partial<Store> => ({ append: (events) => (broken ? full() : store.append(events)) });
    const shopper = tab({ faults });
    await shopper.open();
    await shopper.does("view", "shoe-1");
    broken = false;
    await shopper.ask<"consent">({ type: "consent", consent: GRANTED });
    expect(await itemsOf(shopper)).toEqual(["shoe-0", "shoe-1"]);
    expect(await stored()).toBe(2);
  });

  test("opens and cannot be read leaves memory, not a dead engine", async () => {
    const shopper = tab({ faults: () => ({ read: full }) });
    expect((await shopper.open()).storage).toMatchObject({ state: "unavailable", message: "the disk is full" });
    await shopper.does("view", "shoe-0");
    expect((await shopper.ask<"rank">({ type: "rank", request: {} })).basis).toBe("personal");
  });
});

describe("the clock set back", () => {
  test("does not make old prices new", async () => {
    let online = true;
    const shopper = tab({ file: (...args) => (online ? fetchFile(...args) : Promise.reject(new Error("offline"))) });
    await shopper.open();
    online = false;
    device.clock -= 60 * MINUTE;
    const reply = await shopper.ask<"rank">({ type: "rank", request: { n: 1, display: true } });
    expect(reply.items[0]!.display).not.toHaveProperty("price");
  });

  test("does not keep yesterday's future in front of today", async () => {
    const shopper = tab();
    await shopper.open();
    device.clock += 24 * 60 * MINUTE;
    await shopper.does("view", "tent-0");
    device.clock -= 24 * 60 * MINUTE;
    for (const item of ["shoe-0", "shoe-1"]) {
      device.clock += MINUTE;
      await shopper.does("view", item);
    }
    expect((await shopper.forYou(3)).some((id) => id.startsWith("shoe"))).toBe(true);
  });
});

describe("the shop's files", () => {
  test("sold out stays sold out when prices have expired and the server is silent", async () => {
    let online = true;
    const shopper = tab({ file: (...args) => (online ? fetchFile(...args) : Promise.reject(new Error("offline"))) });
    await shopper.open(GRANTED, "sold-out");
    await shopper.does("view", "shoe-0");
    expect(await shopper.forYou(6)).not.toContain("shoe-1");
    online = false;
    device.clock += 20 * MINUTE;
    expect(await shopper.forYou(6)).not.toContain("shoe-1");
  });

  test("half an upload does not cost the catalogue at hand", async () => {
    await tab().open();
    device.clock += 20 * MINUTE;
    // The new manifest is there already, its sections are not.
    const shopper = tab({
      file: (url, ...rest) => fetchFile(url === catalog("first") ? catalog("second") : url, ...rest),
    });
    expect((await shopper.open()).catalogue.state).toBe("ready");
    const next = tab({ file: () => Promise.reject(new Error("offline")) });
    expect((await next.open()).catalogue.state).toBe("ready");
  });
});
