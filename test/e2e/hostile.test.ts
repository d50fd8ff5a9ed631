import { expect, test } from "vitest";
import type { Status } from "../../src/page/api.ts";
import type { InklingGlobal } from "../../src/page/command.ts";
import { tag } from "./support/site.ts";
import { context, errors, page, site, useStage } from "./support/stage.ts";

declare global {
  var inkling: InklingGlobal;
}

// What pages do to scripts of others, without meaning to: their own errors are no failure.
useStage({ hearsConsole: false, failsOnErrors: false });

const SHELF = `<button>buy</button><main data-inkling-view="shoe-1">shoe</main><div style="height:200vh"></div>
  <inkling-shelf style="display:block"><ul><template><li data-field="title"></li></template></ul></inkling-shelf>`;

/** Opens a page whose own script runs first; its status once Inkling is up. */
async function open(shop: string, inklings = tag()): Promise<Status> {
  await page.goto(site.page("hostile", `<script>${shop}</script>${inklings}${SHELF}`));
  return page.evaluate(() => inkling("ready") as Promise<Status>);
}

/** Records, ranks, shows a shelf; and a click of the shop's own still does what it did. */
async function works(): Promise<void> {
  const { stored, items } = await page.evaluate(async () => ({
    stored: (await inkling.track("view_item", { item_id: "tent-1" })).stored,
    items: (await inkling.rank({ n: 3 })).items.length,
  }));
  expect([stored, items]).toEqual([1, 3]);
  await page.waitForFunction(() => document.querySelectorAll("inkling-shelf [data-inkling-item]").length > 0);
}

test("handlers of the page's own that throw", async () => {
  const { state, problems } = await open(`
    for (const type of ["click", "visibilitychange", "DOMContentLoaded"]) document.addEventListener(type, () => { throw new Error("shop's own " + type) }, true);
    for (const type of ["load", "pageshow", "pagehide", "error", "message"]) addEventListener(type, () => { throw new Error("shop's own " + type) });`);
  expect([state, problems.count]).toEqual(["ready", 0]);
  await page.evaluate(() => inkling.on("change", () => JSON.parse("the shop's own listener")));
  await works();
  await page.click("button");
  // What the shop throws is the shop's, and is neither swallowed nor added to.
  expect(errors.filter((message) => !message.startsWith("shop's own"))).toEqual([]);
  expect(errors).toContain("shop's own click");
  // Where it listens to us, it is counted.
  const { last } = await page.evaluate(async () => (await inkling.status()).problems);
  expect(last.filter((problem) => !/shop's own|JSON/.test(problem))).toEqual([]);
});

test("frozen prototypes", async () => {
  const { state, problems } = await open(`
    for (const name of ["Object", "Array", "Function", "Promise", "Map", "Set", "WeakMap", "String", "Error", "Date", "EventTarget", "Node", "Element", "HTMLElement", "Document", "Event", "Worker", "Blob", "URL", "Storage", "History"])
      Object.freeze(window[name].prototype);
    Object.freeze(Object); Object.freeze(Array); Object.freeze(Promise);`);
  expect([state, problems.last]).toEqual(["ready", []]);
  await works();
  expect(errors).toEqual([]);
});

test("a history that was redefined, and throws", async () => {
  const { state, problems } = await open(`
    Object.defineProperty(history, "pushState", { value() { throw new Error("no history") }, writable: false, configurable: false });
    Object.defineProperty(History.prototype, "replaceState", { get() { throw new Error("no getter") } });`);
  expect([state, problems.last]).toEqual(["ready", []]);
  await works();
  expect(errors).toEqual([]);
});

test("old libraries that add to prototypes, and replace what the platform has", async () => {
  const { state, problems } = await open(`
    Array.prototype.each = function () {}; Object.prototype.extend = function () {};
    Array.from = function (list) { return Array.prototype.slice.call(list) };
    Element.prototype.remove = function () { this.parentNode && this.parentNode.removeChild(this) };
    window.define = Object.assign(function () { throw new Error("anonymous define") }, { amd: {} }); window.module = { exports: {} };`);
  expect([state, problems.last]).toEqual(["ready", []]);
  await works();
  expect(errors).toEqual([]);
});

test("a library that gives all objects a get and a set: the data layer is read all the same", async () => {
  await open(`Object.prototype.get = function () {}; Object.prototype.set = function () {};
    window.dataLayer = []; Object.defineProperty(window, "navigation", { __proto__: null, value: undefined });`);
  await page.evaluate(() => {
    const { dataLayer } = globalThis as unknown as { dataLayer: object[] };
    dataLayer.push({ event: "add_to_cart", ecommerce: { items: [{ item_id: "tent-2" }] } });
    history.pushState(null, "", "/another");
  });
  const events = () => page.evaluate(async () => (await inkling.events()).map(({ kind, item }) => `${kind} ${item}`));
  await expect.poll(events, { timeout: 30_000 }).toContain("cart tent-2");
  await works();
  expect((await page.evaluate(() => inkling.status())).problems.last).toEqual([]);
  expect(errors).toEqual([]);
});

test("a variable of the shop's that is called origin: the engine still has a worker", async () => {
  const { state, worker, problems } = await open('var origin = "Basel";', tag('data-catalog="/catalog.json"'));
  expect([state, worker.step, problems.last]).toEqual(["ready", "own-worker", []]);
  await works();
});

test("a disk without room: what is kept lives as long as the page, and status says so", async () => {
  const session = await context.newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", { origin: site.origin, quotaSize: 1 });
  await page.addInitScript(() => {
    // Full as well.
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await open("");
  await works();
  const status = await page.evaluate(() => inkling.status());
  expect(status).toMatchObject({ state: "degraded", reason: "no-storage" });
  expect(status.message).toMatch(/no room/);
  expect(errors).toEqual([]);
});

test("five tags of it are one Inkling, with one client, one worker and one record of a click", async () => {
  const { state, problems } = await open("", tag() + tag().repeat(4));
  expect([state, problems.last]).toEqual(["ready", []]);
  await works();
  await page.click("button");
  for (const path of ["/client.js", "/engine.worker.classic.js", "/catalog.json", "/elements.js"])
    expect(site.log.filter((asked) => asked === path)).toHaveLength(1);
  const views = (): Promise<number> =>
    page.evaluate(async () => (await inkling.events()).filter(({ item }) => item === "shoe-1").length);
  await expect.poll(views).toBe(1);
  expect(errors).toEqual([]);
});

test("a sandboxed frame, in which nothing may be stored: what there is in memory can be erased", async () => {
  const inner = `${tag(`data-catalog="${site.origin}/catalog.json"`, `${site.origin}/inkling.js`)}`;
  site.page("inner", inner);
  await page.goto(site.page("outer", '<iframe sandbox="allow-scripts" src="/inner"></iframe>'));
  const frame = page.frames().find((one) => one.url().endsWith("/inner"))!;
  const { state, reason, erased } = await frame.evaluate(async () => {
    const { state, reason } = (await inkling("ready")) as Status;
    await inkling.track("view_item", { item_id: "tent-1" });
    return { state, reason, erased: await inkling.erase() };
  });
  expect({ state, reason, erased }).toEqual({
    state: "degraded",
    reason: "no-storage",
    erased: { erased: 1, reason: "ok" },
  });
});
