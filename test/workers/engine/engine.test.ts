import { describe, expect, test } from "vitest";
import { PANEL_SLOT } from "../../../src/core/bridge/panel-slot.ts";
import type { Request } from "../../../src/core/bridge/protocol.ts";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { fetchFile } from "../../../workers/serve/fetch.ts";
import { device, GRANTED, MINUTE, tab } from "./tab.ts";

const looksAtShoes = async (shopper: ReturnType<typeof tab>): Promise<void> => {
  for (const item of ["shoe-0", "shoe-1", "shoe-2"]) await shopper.does("view", item);
};
const waitFor = (condition: () => unknown) => expect.poll(condition, { timeout: 30_000 }).toBeTruthy();

describe("the catalogue", () => {
  test("is fetched once: a second visit downloads nothing while it is fresh, and asks again when it is due", async () => {
    const first = tab();
    expect(await first.open()).toMatchObject({ catalogue: { state: "ready", products: 20, live: "fresh" } });
    expect(first.fetched.toSorted()).toEqual(["aliases.bin", "catalog.json", "display.bin", "live.bin", "ranking.bin"]);
    const second = tab();
    expect(await second.open()).toMatchObject({ catalogue: { state: "ready", live: "fresh" } });
    expect(second.fetched).toEqual([]);
    device.clock += 16 * MINUTE;
    const third = tab();
    await third.open();
    await waitFor(() => third.fetched.length === 2);
    expect(third.fetched.toSorted()).toEqual(["catalog.json", "live.bin"]);
  });

  test("hides prices once their time to live is over and the server gives no new ones", async () => {
    let online = true;
    const shopper = tab({ file: (...args) => (online ? fetchFile(...args) : Promise.reject(new Error("offline"))) });
    await shopper.open();
    const price = async () =>
      (await shopper.ask<"rank">({ type: "rank", request: { n: 1, display: true } })).items[0]!.display?.price;
    expect(await price()).toMatchObject({ currency: "EUR" });
    online = false;
    device.clock += 16 * MINUTE;
    expect(await price()).toBeUndefined();
    online = true;
    device.clock += MINUTE;
    expect(await price()).toMatchObject({ currency: "EUR" });
  });

  test("that cannot be had leaves the shop's order, and says why", async () => {
    const shopper = tab();
    const status = await shopper.open(GRANTED, "nowhere");
    expect(status.catalogue).toMatchObject({ state: "failed", message: expect.stringContaining("nowhere") });
    const reply = await shopper.ask<"rank">({ type: "rank", request: { ids: ["shoe-0"] } });
    expect(reply).toMatchObject({ items: [], basis: "shop-order", reason: "no-catalogue" });
  });

  test("that is not what its manifest promises is refused", async () => {
    const { catalogue } = await tab().open(GRANTED, "torn");
    expect(catalogue).toMatchObject({ state: "failed", message: expect.stringMatching(/ranking section/) });
  });

  test("survives the shop's new one: a new address is fetched, an old product is gone", async () => {
    const shopper = tab();
    await shopper.open();
    await tab().open(GRANTED, "second");
    const again = tab();
    expect((await again.open(GRANTED, "second")).catalogue.products).toBe(19);
    expect(await again.ask<"explain">({ type: "explain", id: "shoe-5" })).toMatchObject({ known: false });
  });
});

describe("what the shopper does", () => {
  test("moves the ranking, is kept, and is there for the next page", async () => {
    const shopper = tab();
    await shopper.open();
    const before = await shopper.forYou();
    await looksAtShoes(shopper);
    const moved = await shopper.forYou();
    expect(moved).not.toEqual(before);
    expect(moved[0]).toMatch(/^(shoe|sock)/);
    const next = tab();
    await next.open();
    expect(await next.forYou()).toEqual(moved);
    expect(await next.ask<"status">({ type: "status" })).toMatchObject({ storage: { state: "indexeddb", events: 3 } });
  });

  test("is answered with a place left to chance, but on the privacy panel's lists", async () => {
    const shopper = tab({ random: () => 0 });
    await shopper.open();
    await looksAtShoes(shopper);
    const explores = async (slot: string) => {
      const { items, policy } = await shopper.ask<"rank">({ type: "rank", request: { n: 4, slot } });
      return [items.some(({ reason }) => reason.code === "explore"), policy.includes("~")];
    };
    expect(await explores("home")).toEqual([true, true]);
    expect(await explores(PANEL_SLOT)).toEqual([false, false]);
  });

  test("in one tab moves the ranking of another", async () => {
    const [one, other] = [tab(), tab()];
    await one.open();
    await other.open();
    const before = await other.forYou();
    await looksAtShoes(one);
    await waitFor(() => other.notices.includes("change"));
    await expect.poll(() => other.forYou()).toEqual(await one.forYou());
    expect(await other.forYou()).not.toEqual(before);
  });

  test("in two tabs at once is all known to both", async () => {
    const [one, other] = [tab(), tab()];
    await one.open();
    await other.open();
    await Promise.all([looksAtShoes(one), other.does("view", "tent-0"), other.does("cart", "tent-1")]);
    const events = async (shopper: typeof one) => (await shopper.ask<"events">({ type: "events", limit: 100 })).length;
    await expect.poll(() => events(one)).toBe(5);
    await expect.poll(() => events(other)).toBe(5);
  });

  test("a purchase reported twice counts once", async () => {
    const shopper = tab();
    await shopper.open();
    expect(await shopper.does("purchase", "shoe-0", { transaction: "t1" })).toEqual({ stored: 1, duplicates: 0 });
    expect(await shopper.does("purchase", "shoe-0", { transaction: "t1" })).toEqual({ stored: 0, duplicates: 1 });
    expect(await shopper.forYou()).not.toContain("shoe-0");
  });

  test("a product of no catalogue is known by its title, until everything is erased; of others no title is kept", async () => {
    const shopper = tab();
    await shopper.open();
    const nobody = await shopper.forYou();
    await shopper.does("view", "new-1", { title: "Ridge tent for winter" });
    expect(await shopper.forYou()).toContain("tent-1");
    await shopper.does("view", "shoe-0-42", { title: "Swift running shoe" });
    const titles = await shopper.ask<"events">({ type: "events", limit: 2 });
    expect(titles.map(({ item, title }) => [item, title])).toEqual([
      ["shoe-0-42", undefined],
      ["new-1", "Ridge tent for winter"],
    ]);
    await shopper.ask<"erase">({ type: "erase" });
    expect(await shopper.forYou()).toEqual(nobody);
  });

  test("a whole transaction given back is one refund of each of its products, kept as such", async () => {
    const shopper = tab();
    await shopper.open();
    await shopper.does("purchase", "shoe-0", { transaction: "t1" });
    await shopper.does("purchase", "tent-0", { transaction: "t2" });
    device.clock += 1;
    const refund = { v: 1, kind: "refund", at: device.clock, transaction: "t1" } as const;
    for (const stored of [1, 0])
      expect(await shopper.ask<"append">({ type: "append", events: [refund] })).toMatchObject({ stored });
    const events = await shopper.ask<"events">({ type: "events", limit: 1 });
    expect(events).toMatchObject([{ kind: "refund", item: "shoe-0", transaction: "t1" }]);
  });

  test("recorded before another tab erased everything, it stays forgotten when it arrives late", async () => {
    const shopper = tab();
    const other = tab();
    await shopper.open();
    await other.open();
    const late = { v: 1, kind: "view", item: "shoe-0", at: device.clock } as const;
    device.clock += 1_000;
    const before = shopper.notices.length;
    await other.ask<"erase">({ type: "erase" });
    // Of what was erased, and of when.
    await expect.poll(() => shopper.notices.length).toBeGreaterThanOrEqual(before + 2);
    expect(await shopper.ask<"append">({ type: "append", events: [late] })).toMatchObject({ stored: 0 });
    expect(await shopper.does("view", "tent-0")).toMatchObject({ stored: 1 });
    const later = tab();
    await later.open();
    expect(await later.ask<"append">({ type: "append", events: [late] })).toMatchObject({ stored: 0 });
    // A clock that was set back does not make everything late.
    device.clock -= 100_000;
    expect(await later.does("view", "shoe-1")).toMatchObject({ stored: 1 });
  });

  test("sent again, because a page could not know, counts once", async () => {
    const shopper = tab();
    await shopper.open();
    await shopper.does("view", "shoe-0");
    expect(await shopper.does("view", "shoe-0")).toEqual({ stored: 0, duplicates: 1 });
    device.clock += 1;
    expect(await shopper.does("view", "shoe-0")).toEqual({ stored: 1, duplicates: 0 });
  });

  test("lines of one call that are alike all count, and once where they are sent again", async () => {
    const shopper = tab();
    await shopper.open();
    const line: ShopEvent = { v: 1, kind: "cart", item: "shoe-0", quantity: 1, at: device.clock };
    const twice = { type: "append", events: [line, line] } as const;
    expect(await shopper.ask<"append">(twice)).toEqual({ stored: 2, duplicates: 0 });
    expect(await shopper.ask<"append">(twice)).toEqual({ stored: 0, duplicates: 2 });
    expect(await shopper.ask<"events">({ type: "events", limit: 9 })).toHaveLength(2);
  });

  test("with products that the catalogue does not have is said", async () => {
    const shopper = tab();
    await shopper.open();
    await shopper.does("view", "shoe-0");
    await shopper.does("view", "ghost");
    expect((await shopper.ask<"status">({ type: "status" })).unmatched).toEqual({ share: 0.5, samples: ["ghost"] });
  });

  test("erased in one tab is forgotten in all, and the first order is back", async () => {
    const [one, other] = [tab(), tab()];
    await one.open();
    await other.open();
    const first = await other.forYou();
    await looksAtShoes(one);
    await expect.poll(() => other.forYou()).not.toEqual(first);
    expect(await one.ask<"erase">({ type: "erase" })).toEqual({ erased: 3 });
    expect(await one.forYou()).toEqual(first);
    await expect.poll(() => other.forYou()).toEqual(first);
  });

  test("forecasts what the shopper will look at, and refuses a horizon it does not know", async () => {
    const shopper = tab();
    await shopper.open();
    await looksAtShoes(shopper);
    const forecast = await shopper.ask<"forecast">({ type: "forecast", horizon: "7-days" });
    expect(forecast).toMatchObject({ horizon: "7-days", basis: "baseline", sessions: 1, reason: "ok" });
    expect(forecast.categories[0]!.name).toContain("shoes");
    expect(forecast.categories.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    // The cast: a page may ask for anything.
    const unheard = { type: "forecast", horizon: "next-year" } as unknown as Request;
    await expect(shopper.ask(unheard)).rejects.toThrow("next-session, 7-days, 30-days");
  });

  test("exports as a readable file", async () => {
    const shopper = tab();
    await shopper.open();
    await looksAtShoes(shopper);
    const file = await shopper.ask<"export">({ type: "export" });
    expect(file).toMatchObject({ format: "inkling-export", version: 1, profile: { reason: "ok" } });
    expect(file.events.map(({ item }) => item)).toEqual(["shoe-0", "shoe-1", "shoe-2"]);
    expect(JSON.parse(JSON.stringify(file))).toEqual(file);
  });

  test("imports what was exported, each event once, and nothing else", async () => {
    const shopper = tab();
    await shopper.open();
    await looksAtShoes(shopper);
    const file = await shopper.ask<"export">({ type: "export" });
    expect(await shopper.ask<"import">({ type: "import", file })).toEqual({ imported: 0 });
    await shopper.ask<"erase">({ type: "erase" });
    const ledger = { v: 1, begunMs: 1, spentMicroRho: 77, plans: { head: 77 }, dayMs: 1, dayMicroRho: 0 };
    const more = { ...file, ledger, events: [...file.events, { v: 9 }, "x"] };
    expect(await shopper.ask<"import">({ type: "import", file: more })).toEqual({ imported: 3 });
    expect((await shopper.ask<"events">({ type: "events", limit: 9 })).map(({ item }) => item)).toEqual([
      "shoe-2",
      "shoe-1",
      "shoe-0",
    ]);
    expect((await shopper.ask<"status">({ type: "status" })).contribution).toMatchObject({ spentMicroRho: 77 });
    for (const wrong of [undefined, {}, { ...file, version: 2 }, { ...file, events: "none" }])
      await expect(shopper.ask<"import">({ type: "import", file: wrong })).rejects.toThrow("export()");
    await shopper.ask<"pause">({ type: "pause", paused: true });
    await expect(shopper.ask<"import">({ type: "import", file })).rejects.toThrow("nothing is kept");
  });
});

describe("consent and pause", () => {
  test("pending keeps in memory; granted keeps that too; denied forgets all of it", async () => {
    const shopper = tab();
    expect((await shopper.open({ ...GRANTED, store: "pending" })).storage.state).toBe("memory");
    await looksAtShoes(shopper);
    const moved = await shopper.forYou();
    const stored = async () => (await tab().open()).storage.events;
    expect(await stored()).toBe(0);
    await shopper.ask<"consent">({ type: "consent", consent: GRANTED });
    expect(await shopper.forYou()).toEqual(moved);
    expect(await stored()).toBe(3);
    await shopper.ask<"consent">({ type: "consent", consent: { ...GRANTED, store: false } });
    expect(await stored()).toBe(0);
    expect(await shopper.does("view", "shoe-0")).toEqual({ stored: 0, duplicates: 0 });
    expect((await shopper.ask<"rank">({ type: "rank", request: {} })).reason).toBe("consent");
  });

  test("without personalisation the order is the same for everybody", async () => {
    const shopper = tab();
    await shopper.open();
    const first = await shopper.forYou();
    await looksAtShoes(shopper);
    await shopper.ask<"consent">({ type: "consent", consent: { ...GRANTED, personalise: false } });
    expect(await shopper.ask<"rank">({ type: "rank", request: { n: 4 } })).toMatchObject({
      basis: "popular",
      reason: "consent",
    });
    expect(await shopper.forYou()).toEqual(first);
  });

  test("a pause stops recording and ranking, on the next page and after erasing too", async () => {
    const shopper = tab();
    await shopper.open();
    await shopper.ask<"pause">({ type: "pause", paused: true });
    expect(await shopper.does("view", "shoe-0")).toEqual({ stored: 0, duplicates: 0 });
    await shopper.ask<"erase">({ type: "erase" });
    const next = tab();
    expect((await next.open()).paused).toBe(true);
    expect((await next.ask<"rank">({ type: "rank", request: {} })).reason).toBe("paused");
    await next.ask<"pause">({ type: "pause", paused: false });
    expect((await tab().open()).paused).toBe(false);
  });
});

describe("when things break", () => {
  test("without IndexedDB it works in memory and says so", async () => {
    const shopper = tab({ openStore: () => Promise.reject(new Error("IndexedDB is switched off")) });
    const status = await shopper.open();
    expect(status.storage).toMatchObject({ state: "unavailable", message: expect.stringContaining("switched off") });
    const before = await shopper.forYou();
    await looksAtShoes(shopper);
    expect(await shopper.forYou()).not.toEqual(before);
  });

  test("unknown, malformed and oversized requests get a code, never a throw", async () => {
    const { door, open } = tab();
    await open();
    const bad: unknown[] = [
      undefined,
      {},
      { type: "toString" },
      { type: "rank", request: { n: 1e9 } },
      { type: "append", events: "many" },
      { type: "append", events: Array.from({ length: 1_001 }, () => ({})) },
    ];
    for (const request of bad) {
      const reply = await door.ask(request as Request);
      if (reply.ok) expect(reply.value).toMatchObject({ reason: "bad-request" });
      else expect(reply.code).toMatch(/^(request|internal)$/);
    }
  });

  test("events that are not events are left out", async () => {
    const shopper = tab();
    await shopper.open();
    const events = [
      { v: 1, kind: "view", item: "shoe-0", at: device.clock },
      { v: 2 },
      null,
      { v: 1, kind: "view", item: "shoe-0", at: Number.NaN },
    ];
    expect(await shopper.ask<"append">({ type: "append", events: events as ShopEvent[] })).toEqual({
      stored: 1,
      duplicates: 0,
    });
  });

  test("a frozen page hears nothing; thawed it knows what happened meanwhile", async () => {
    const [one, other] = [tab(), tab()];
    await one.open();
    await other.open();
    await other.ask<"freeze">({ type: "freeze", frozen: true });
    await looksAtShoes(one);
    await other.ask<"freeze">({ type: "freeze", frozen: false });
    expect(await other.forYou()).toEqual(await one.forYou());
  });
});
