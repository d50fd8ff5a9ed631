import { readFileSync } from "node:fs";
import type { Browser, BrowserContext, Page } from "puppeteer-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { readFeed } from "../../compiler/feed/read.ts";
import type { Status } from "../../src/page/api.ts";
import type { InklingGlobal } from "../../src/page/command.ts";
import { packOf } from "../core/rank/shop.ts";
import { launchFirefox } from "./support/firefox.ts";
import { openSite, type Site } from "./support/site.ts";

declare global {
  var inkling: InklingGlobal;
}

// The shop's page is of one origin, the script and all that it loads of another.
let site: Site;
let browser: Browser | string;
let context: BrowserContext;
let page: Page;
const errors: string[] = [];

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}.html`, import.meta.url), "utf8");
/** Below what the shopper sees, where it may change at any moment. */
const SHELF = `<inkling-shelf n="1" style="display: block; margin-top: 200vh"><ul><li>as it was</li></ul>
  <template><li data-field="title"></li></template></inkling-shelf>`;

beforeAll(async () => {
  browser = await launchFirefox();
  if (typeof browser === "string") return;
  const { products } = readFeed(readFileSync(new URL("fixtures/feed.tsv", import.meta.url)), "feed.tsv");
  site = await openSite({ "/fixtures/": packOf(products, []) });
}, 300_000);
afterAll(async () => {
  if (typeof browser === "string") return;
  await browser?.close();
  await site?.close();
});
beforeEach(async ({ skip }) => {
  if (typeof browser === "string") return skip(browser);
  context = await browser.createBrowserContext();
  page = await context.newPage();
  errors.length = 0;
  // What a policy bars, Firefox tells as an error of the page.
  page.on("pageerror", (error) => {
    const text = String(error);
    if (!text.includes("Content-Security-Policy")) errors.push(text);
  });
});
afterEach(async () => {
  await context?.close();
  expect(errors).toEqual([]);
});

/** Opens the fixture with Inkling from the other origin. A driven browser records by permission alone, and Firefox always says that it is. */
async function open(
  name: string,
  attributes = 'data-automated="on"',
  policy?: string,
  html = fixture(name),
): Promise<Status> {
  const driven = html
    .replace(
      'src="/inkling.js"',
      `src="${site.otherOrigin}/inkling.js" crossorigin nonce="abc" data-explore="0" ${attributes}`,
    )
    .replace("/fixtures/catalog.json", `${site.otherOrigin}/fixtures/catalog.json`);
  await page.goto(site.page(name, driven, policy === undefined ? {} : { "content-security-policy": policy }));
  return ready();
}

async function ready(): Promise<Status> {
  await page.waitForFunction(() => "inkling" in window && "destroy" in window.inkling);
  return page.evaluate(() => inkling.ready);
}

/** Everything that IndexedDB holds of events, read without Inkling, oldest first, as "view SHOE-1". */
const kept = (): Promise<string[]> =>
  page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    if (!(await indexedDB.databases()).some(({ name }) => name === "inkling")) return [];
    const db = await done(indexedDB.open("inkling"));
    const events = await done<{ kind: string; item?: string }[]>(
      db.transaction("events").objectStore("events").getAll(),
    );
    db.close();
    return events.map(({ kind, item }) => `${kind} ${item}`);
  });
const comes = (events: readonly string[]) => expect.poll(kept, { timeout: 20_000, interval: 100 }).toEqual(events);
/** Until whatever else might be told has been. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1_500));

test("starts from another origin, ranks by what the data layer and JSON-LD tell, and has it in IndexedDB after a reload", async () => {
  const status = await open("plain");
  expect(status).toMatchObject({ state: "ready", reason: "ok", worker: { state: "running", step: "blob-source" } });
  expect(status.engine?.storage.state).toBe("indexeddb");
  await comes(["view SHOE-1"]);
  await page.click("#cart");
  await comes(["view SHOE-1", "cart SHOE-1"]);
  const reply = await page.evaluate(() => inkling.rank({ n: 3 }));
  expect(reply).toMatchObject({ basis: "personal", reason: "ok" });
  expect(reply.items.map(({ id }) => id.split("-")[0])).toEqual(["SHOE", "SHOE", "SHOE"]);
  await settle();
  await page.reload();
  await ready();
  await comes(["view SHOE-1", "cart SHOE-1", "view SHOE-1"]);
  expect(await page.evaluate(() => inkling.status())).toMatchObject({ problems: { count: 0 } });
});

test("takes the step of the ladder that the page's policy leaves, and ranks on each that may fetch the catalogue", async () => {
  // First, while no catalogue is kept from another page.
  expect(await open("single-page", undefined, "connect-src 'self'")).toMatchObject({
    state: "degraded",
    reason: "catalog-blocked",
    message: expect.stringMatching(/catalog\.json is blocked: .* connect-src/),
  });
  const own = 'data-automated="on" data-worker-url="/engine.worker.classic.js"';
  for (const [policy, step, barred, attributes] of [
    ["script-src 'nonce-abc' CDN", "main-thread", /worker-src of the page's policy blocks blob/],
    ["script-src 'nonce-abc' CDN; worker-src 'self'", "own-worker", /^$/, own],
    ["connect-src 'self' CDN/fixtures/", "blob-import", /connect-src of the page's policy blocks http/],
  ] as const) {
    const status = await open("single-page", attributes, policy.replaceAll("CDN", site.otherOrigin));
    expect(status).toMatchObject({ state: "ready", reason: "ok", message: "", worker: { state: "running", step } });
    expect(status.worker.tried.map(({ why }) => why).join("\n")).toMatch(barred);
    expect(status.engine?.storage.state).toBe("indexeddb");
    const reply = await page.evaluate(async () => {
      await inkling.track("view_item", { item_id: "SHOE-0" });
      return inkling.rank({ n: 3 });
    });
    expect([reply.items.length, reply.reason]).toEqual([3, "ok"]);
  }
});

test("pages of one document are views of their own, and another query of the same page is none", async () => {
  await open("single-page");
  const show = (sku: string, name: string) =>
    page.evaluate((...told) => (window as unknown as { show(...told: unknown[]): void }).show(...told), sku, name);
  await show("SHOE-1", "Glide running shoe");
  await comes(["view SHOE-1"]);
  await page.evaluate(() => history.replaceState({}, "", "?colour=red"));
  await show("SHOE-2", "Storm running shoe");
  await comes(["view SHOE-1", "view SHOE-2"]);
});

test("what a page has told as it is left is there on the next one", async () => {
  await open("single-page");
  site.page("next", fixture("single-page").replace("<script async", '<script async data-automated="on"'));
  await page.evaluate(() => {
    for (const item_id of ["SHOE-0", "SHOE-1", "SHOE-2"]) void inkling.track("add_to_cart", { item_id });
    location.href = "/next";
  });
  await page.waitForFunction(() => location.pathname === "/next");
  await ready();
  await comes(["cart SHOE-0", "cart SHOE-1", "cart SHOE-2"]);
});

test("where consent is denied nothing is kept, and what was there is erased", async () => {
  await open("plain");
  await comes(["view SHOE-1"]);
  await open("plain", 'data-automated="on" data-consent="denied"');
  await page.click("#cart");
  await settle();
  expect(await kept()).toEqual([]);
  expect(await page.evaluate(() => inkling.events())).toEqual([]);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  expect(await page.evaluate(() => inkling.rank({ n: 3 }))).toMatchObject({ basis: "shop-order" });
});

test("loads what fills a shelf and draws the panel from the other origin", async () => {
  const html = fixture("single-page").replace("<body>", `<body>${SHELF}<inkling-privacy></inkling-privacy>`);
  await open("single-page", undefined, undefined, html);
  await page.evaluate(() => inkling.track("view_item", { item_id: "SHOE-1" }));
  const said = () =>
    page.evaluate(() => {
      const panel = document.querySelector("inkling-privacy")?.shadowRoot?.textContent ?? "";
      return [document.querySelector("inkling-shelf li")?.textContent, /Glide running shoe/.test(panel)];
    });
  await expect.poll(said, { timeout: 20_000, interval: 100 }).toEqual([expect.stringContaining("running shoe"), true]);
});

test("records nothing of a browser that a program drives, unless the shop allows it", async () => {
  await open("plain", "");
  expect(await page.evaluate(() => inkling.track("view_item", { item_id: "SHOE-2" }))).toMatchObject({
    stored: 0,
    reason: "automated",
  });
  await settle();
  expect(await kept()).toEqual([]);
});
