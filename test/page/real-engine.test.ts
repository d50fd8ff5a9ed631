import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { createInkling } from "../../src/index.ts";
import type { Inkling, InklingOptions } from "../../src/page/api.ts";
import { pause, place, turnPage } from "./support/markup.ts";

const catalog = "/build/test-shop/first/catalog.json";
const until = { timeout: 30_000, interval: 20 };

async function open(options: Partial<InklingOptions> = {}): Promise<Inkling> {
  const inkling = await createInkling({ catalog, ...options });
  onTestFinished(() => inkling.destroy());
  return inkling;
}

beforeEach(async () => {
  const before = await createInkling({ catalog: "" });
  await before.resume();
  await before.erase();
  before.destroy();
});

const order = async (inkling: Inkling): Promise<string[]> => (await inkling.rank({ n: 4 })).items.map(({ id }) => id);

test("three looks at shoes change the order, with a reason; the next page still knows; erasing returns the first order", async () => {
  const first = await open();
  expect(await first.ready).toMatchObject({ state: "ready", engine: { catalogue: { products: 20, state: "ready" } } });
  const before = await order(first);
  for (const id of ["shoe-0", "shoe-1", "shoe-2"]) {
    expect(await first.track("view_item", { items: [{ item_id: id }] })).toEqual({ stored: 1, reason: "ok" });
  }
  const reply = await first.rank({ n: 4 });
  expect(reply).toMatchObject({ basis: "personal", reason: "ok" });
  expect(reply.items.map(({ id }) => id)).not.toEqual(before);
  expect(reply.items.map(({ reason }) => reason.text).join()).toMatch(/looked at/i);
  expect(await first.explain(reply.items[0]!.id)).toMatchObject({ known: true });
  expect((await first.profile()).session.events).toBe(3);
  expect(await first.forecast({ horizon: "30-days" })).toMatchObject({
    horizon: "30-days",
    basis: "baseline",
    sessions: 1,
    reason: "ok",
  });
  first.destroy();

  const second = await open();
  expect((await second.events()).map(({ item }) => item)).toEqual(["shoe-2", "shoe-1", "shoe-0"]);
  expect(await second.export()).toMatchObject({ reason: "ok", file: { format: "inkling-export" } });
  expect((await second.export()).file?.events).toHaveLength(3);
  expect(await second.erase()).toEqual({ erased: 3, reason: "ok" });
  expect(await order(second)).toEqual(before);
});

test("a purchase tracked twice counts once", async () => {
  const inkling = await open();
  const buy = { transaction_id: "T1", items: [{ item_id: "shoe-0" }, { item_id: "shoe-1" }] };
  expect(await inkling.track("purchase", buy)).toEqual({ stored: 2, reason: "ok" });
  expect(await inkling.track("purchase", buy)).toEqual({ stored: 0, reason: "duplicate" });
});

test("a bad rank request is answered in the shop's order, with what is wrong", async () => {
  const inkling = await open();
  const ids = ["shoe-1", "shoe-0"];
  const reply = await inkling.rank({ ids, n: 0 });
  expect(reply).toMatchObject({ basis: "shop-order", reason: "bad-request" });
  expect(reply.message).toContain("n must be 1 to 1000");
  expect(reply.items.map(({ id }) => id)).toEqual(ids);
  expect((await inkling.status()).problems.last).toEqual([reply.message]);
});

test("consent, pause and resume are kept as asked", async () => {
  const inkling = await open({ consent: { store: "pending" } });
  expect(await inkling.track("view_item", { item_id: "shoe-0" })).toEqual({ stored: 1, reason: "ok" });
  expect((await inkling.status()).engine?.storage.state).toBe("memory");
  await inkling.consent({ store: true });
  expect((await inkling.status()).engine?.storage).toMatchObject({ state: "indexeddb", events: 1 });
  await inkling.pause();
  expect(await inkling.track("view_item", { item_id: "shoe-1" })).toEqual({ stored: 0, reason: "paused" });
  expect(await inkling.rank({ n: 2 })).toMatchObject({ reason: "paused" });
  inkling.destroy();
  const later = await open();
  await later.ready;
  expect(await later.track("view_item", { item_id: "shoe-1" })).toMatchObject({ stored: 0, reason: "paused" });
  await later.resume();
  await later.consent({ store: false });
  expect(await later.events()).toEqual([]);
  expect(await later.track("view_item", { item_id: "shoe-1" })).toEqual({ stored: 0, reason: "consent" });
});

test("without a catalogue events are kept and the shop's order stands", async () => {
  const inkling = await open({ catalog: "" });
  expect(await inkling.track("view_item", { item_id: "shoe-0" })).toEqual({ stored: 1, reason: "ok" });
  const reply = await inkling.rank({ ids: ["shoe-1", "shoe-0"] });
  expect(reply).toMatchObject({ basis: "shop-order", reason: "no-catalogue" });
  expect(reply.items.map(({ id }) => id)).toEqual(["shoe-1", "shoe-0"]);
  expect(await inkling.status()).toMatchObject({ state: "degraded", message: expect.stringContaining("no catalogue") });
});

test("frozen and back, the engine goes on, and rankings are announced as changed", async () => {
  const inkling = await open();
  await inkling.track("view_item", { item_id: "shoe-0" });
  const changes = vi.fn();
  inkling.on("change", changes);
  turnPage("pagehide", true);
  await pause(100);
  turnPage("pageshow", true);
  await vi.waitUntil(() => changes.mock.calls.length > 0, until);
  expect(await inkling.track("view_item", { item_id: "shoe-1" })).toEqual({ stored: 1, reason: "ok" });
  expect(await inkling.events()).toHaveLength(2);
});

test("what the markup says arrives in the store, placement and all", async () => {
  const inkling = await open();
  place(`<ul id="row" data-inkling-shelf><li data-inkling-item="shoe-3" style="height: 50px">shoe</li></ul>`)
    .querySelector("li")!
    .click();
  await vi.waitUntil(async () => (await inkling.events()).length === 3, until);
  const placement = { shelf: "row", slot: 0, policy: "shop" };
  const [impression, list, click] = await inkling.events();
  expect(click).toMatchObject({ kind: "click", item: "shoe-3", placement });
  expect(list).toMatchObject({ kind: "list", items: ["shoe-3"] });
  expect(impression).toMatchObject({ kind: "impression", item: "shoe-3", placement });
});
