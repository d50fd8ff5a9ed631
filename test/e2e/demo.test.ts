import type { BrowserContext, Page } from "playwright";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { InklingGlobal } from "../../src/page/command.ts";
import { leaveNothingToChance } from "./support/browser.ts";
import { browser, demo, useDemo } from "./support/demo.ts";

declare global {
  var inkling: InklingGlobal;
}

let context: BrowserContext;
let page: Page;
const errors: string[] = [];
const outside: string[] = [];

useDemo();

/**
 * A fresh profile, watched: every error of a page, and every request that leaves for anywhere but the shop. Its windows are low, so that shelves lie below
 * their fold, where they may change whenever the engine is ready: in view they do so within 300 ms or not at all, which a busy machine misses.
 */
async function freshProfile(): Promise<BrowserContext> {
  const profile = await browser.newContext({ viewport: { width: 1280, height: 500 } });
  profile.on("request", (request) => {
    if (!request.url().startsWith(demo.origin) && !request.url().startsWith("data:")) outside.push(request.url());
  });
  await leaveNothingToChance(profile);
  profile.on("page", (tab) => {
    tab.on("pageerror", (error) => errors.push(error.message));
    tab.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  });
  return profile;
}

beforeEach(async () => {
  errors.length = 0;
  outside.length = 0;
  context = await freshProfile();
  page = await context.newPage();
});
afterEach(async () => {
  await context.close();
  expect(errors).toEqual([]);
  expect(outside).toEqual([]);
});

const RUNNING_SHOES = "/search?q=running+shoes";
const CATEGORY = "/c/running";

/** Opens a page and waits until Inkling has done what it will do there. */
async function visit(path: string, tab = page): Promise<void> {
  await tab.goto(demo.origin + path, { waitUntil: "load" });
  await tab.evaluate(async () => void (await inkling.ready));
  await settle(tab);
}

/** Shelves below the fold change as the engine answers them: once they are there and it answers this question, it soon has. */
async function settle(tab = page): Promise<void> {
  await tab.waitForFunction(
    () => document.querySelector("inkling-shelf, inkling-sort") === null || customElements.get("inkling-shelf"),
  );
  await tab.evaluate(async () => void (await inkling.rank({ n: 1 })));
  await tab.waitForTimeout(500);
}

interface Card {
  readonly id: string;
  readonly reason: string;
}
const cards = (selector: string, tab = page): Promise<Card[]> =>
  tab.$$eval(`${selector} [data-inkling-item]`, (elements) =>
    elements.map((element) => ({
      id: element.getAttribute("data-inkling-item") ?? "",
      reason: element.querySelector('[data-field="reason"]')?.textContent?.trim() ?? "",
    })),
  );
const ids = async (selector: string, tab = page): Promise<string[]> => (await cards(selector, tab)).map(({ id }) => id);
const FOR_YOU = 'inkling-shelf[kind="for-you"]';

/** Looks at three running shoes, from wherever a shopper would have their addresses. */
async function lookAtThreeShoes(): Promise<string[]> {
  const shoes = ["RUN-002", "RUN-003", "RUN-004"];
  for (const id of shoes) await visit(`/p/${id}`);
  return shoes;
}

/** Clicks the first three running shoes that a search finds, as a shopper would. */
async function clickThreeShoes(): Promise<string[]> {
  const clicked: string[] = [];
  for (let place = 0; place < 3; place++) {
    await visit(RUNNING_SHOES);
    const open = (await cards("main")).map(({ id }) => id).find((id) => !clicked.includes(id))!;
    await page.click(`main [data-inkling-item="${open}"] a`);
    await page.waitForURL(/\/p\//);
    await page.evaluate(async () => void (await inkling.ready));
    await settle();
    clicked.push(open);
  }
  return clicked;
}

const stored = (tab = page): Promise<number> => tab.evaluate(async () => (await inkling.events(1_000)).length);

test("three clicks on running shoes change the front page, the category page and the product page, with a reason under each product", async () => {
  await visit("/");
  const home = await cards(FOR_YOU);
  await visit(CATEGORY);
  const category = await ids("inkling-sort");
  const picked = await ids(".picked");
  await visit(RUNNING_SHOES);
  const other = (await ids("main")).at(-1)!;
  await visit(await page.$eval(`main [data-inkling-item="${other}"] a`, (link) => link.getAttribute("href") ?? ""));
  const before = await cards("inkling-shelf");
  await page.evaluate(() => inkling.erase());

  const clicked = await clickThreeShoes();
  const product = await cards('inkling-shelf[kind="recently-viewed"]');
  expect(product.map(({ id }) => id)).toEqual(expect.arrayContaining(clicked.slice(0, 2)));
  expect(await cards("inkling-shelf")).not.toEqual(before);
  for (const shelf of ["similar", "goes-with"]) {
    const list = await cards(`inkling-shelf[kind="${shelf}"]`);
    expect(list.length).toBeGreaterThan(0);
    for (const { reason } of list) expect(reason).toMatch(shelf === "similar" ? /^Similar to / : /^Goes with /);
  }

  await visit("/");
  const homeAfter = await cards(FOR_YOU);
  expect(homeAfter.map(({ id }) => id)).not.toEqual(home.map(({ id }) => id));
  expect(homeAfter.filter(({ id }) => id.startsWith("RUN-")).length).toBeGreaterThan(homeAfter.length / 2);
  for (const { reason } of homeAfter) expect(reason).not.toBe("");
  expect(homeAfter.some(({ reason }) => reason.startsWith("Because you looked at "))).toBe(true);

  // A pointer that rests where the last shoe was clicked would be in the grid, which then stays as it is.
  await page.mouse.move(1, 1);
  await visit(CATEGORY);
  await expect.poll(() => page.textContent(".picked h2"), { timeout: 30_000 }).toBe("For you in Running");
  expect(await ids(".picked")).not.toEqual(picked);

  await visit(CATEGORY);
  await expect.poll(() => ids("inkling-sort"), { timeout: 30_000 }).not.toEqual(category);
  expect((await ids("inkling-sort")).toSorted()).toEqual(category.toSorted());
});

test("a reload keeps it, and a second tab has it", async () => {
  await lookAtThreeShoes();
  await visit("/");
  const first = await ids(FOR_YOU);
  await page.reload({ waitUntil: "load" });
  await page.evaluate(async () => void (await inkling.ready));
  await settle();
  expect(await ids(FOR_YOU)).toEqual(first);
  const second = await context.newPage();
  await visit("/", second);
  expect(await ids(FOR_YOU, second)).toEqual(first);
});

test("what was bought is not offered again", async () => {
  const [bought] = await lookAtThreeShoes();
  const offered = (): Promise<string[]> =>
    page.evaluate(async (id) => {
      const lists = await Promise.all([
        inkling.rank({ n: 300 }),
        inkling.similar("RUN-001", { n: 300 }),
        inkling.rank({ kind: "goes-with", n: 300 }),
      ]);
      return lists.flatMap(({ items }) => items.map((item) => item.id)).filter((item) => item === id);
    }, bought!);
  await visit(`/p/${bought}`);
  await page.getByRole("button", { name: /add to basket/i }).click();
  await visit("/checkout");
  await page.getByRole("button", { name: /place the order/i }).click();
  await page.waitForURL(/\/thanks/);
  await page.evaluate(async () => void (await inkling.ready));
  await expect
    .poll(() => page.evaluate(async () => (await inkling.events()).some(({ kind }) => kind === "purchase")))
    .toBe(true);
  expect(await offered()).toEqual([]);
  expect(await page.evaluate((id) => inkling.explain(id), bought!)).toHaveProperty("restsUntil");
  const count = await stored();
  await page.reload({ waitUntil: "load" });
  await page.evaluate(async () => void (await inkling.ready));
  await settle();
  const purchases = await page.evaluate(
    async () => (await inkling.events(1_000)).filter(({ kind }) => kind === "purchase").length,
  );
  expect(purchases).toBe(1);
  expect(await stored()).toBeGreaterThanOrEqual(count);
});

test("erase returns the first order, in every open tab", async () => {
  await visit("/");
  const first = await ids(FOR_YOU);
  await lookAtThreeShoes();
  const second = await context.newPage();
  await visit("/", second);
  expect(await ids(FOR_YOU, second)).not.toEqual(first);
  await page.evaluate(() => inkling.erase());
  await visit("/");
  expect(await ids(FOR_YOU)).toEqual(first);
  const ranked = (tab: Page) => tab.evaluate(async () => (await inkling.rank()).items.map(({ id }) => id));
  expect(await ranked(second)).toEqual(await ranked(page));
});

test("both tabs' workers crash in mid-visit: rankings and events go on", async () => {
  await lookAtThreeShoes();
  const second = await context.newPage();
  await visit("/", second);
  await visit("/");
  const before = await page.evaluate(async () => (await inkling.rank()).items.map(({ id }) => id));
  for (const tab of [page, second]) {
    const [worker] = tab.workers();
    // An error that nobody catches, outside of any request: what a defect in the worker would be.
    await worker!.evaluate(() => void setTimeout(() => self.close(), 0));
  }
  const kept = await page.evaluate(() => inkling.track("view_item", { item_id: "CAM-001" }));
  expect(kept.reason).toMatch(/^(ok|timeout)$/);
  await expect.poll(() => page.evaluate(async () => (await inkling.rank()).reason), { timeout: 30_000 }).toBe("ok");
  expect((await page.evaluate(() => inkling.status())).worker.restarts).toBeGreaterThan(0);
  await expect
    .poll(() => page.evaluate(async () => (await inkling.events()).some(({ item }) => item === "CAM-001")), {
      timeout: 30_000,
    })
    .toBe(true);
  const after = (tab: Page) => tab.evaluate(async () => (await inkling.rank()).items.map(({ id }) => id));
  expect(await after(page)).not.toEqual(before);
  await expect.poll(() => after(second), { timeout: 30_000 }).toEqual(await after(page));
});

test("a page whose indexedDB.open fails keeps the shop's order for the next page, ranks on this one, and says why", async () => {
  await context.route("**/engine.worker.classic.js", async (route) => {
    const response = await route.fetch();
    const broken =
      "IDBFactory.prototype.open=()=>{throw new DOMException('The operation is insecure.','SecurityError')};";
    await route.fulfill({ response, body: broken + (await response.text()) });
  });
  await visit("/");
  const status = await page.evaluate(() => inkling.status());
  expect(status).toMatchObject({ state: "degraded", engine: { storage: { state: "unavailable" } } });
  expect(status.message).not.toBe("");
  const first = await ids(FOR_YOU);
  expect(await page.evaluate(() => inkling.track("view_item", { item_id: "RUN-001" }))).toMatchObject({ stored: 1 });
  expect(await page.evaluate(async () => (await inkling.rank()).basis)).toBe("personal");
  await visit("/");
  expect(await ids(FOR_YOU)).toEqual(first);
});

test("a private window works until it is closed", async () => {
  // Playwright's contexts are private windows: off the record, forgotten when closed.
  await lookAtThreeShoes();
  await visit("/");
  const personal = await ids(FOR_YOU);
  await context.close();
  context = await freshProfile();
  page = await context.newPage();
  await visit("/");
  expect(await ids(FOR_YOU)).not.toEqual(personal);
  expect(await page.evaluate(async () => (await inkling.rank()).reason)).toBe("first-visit");
});

test("no request leaves but the catalogue's own, none carries a credential, and a second visit downloads nothing", async () => {
  demo.log.length = 0;
  const asked: string[] = [];
  context.on("request", (request) => {
    const path = request.url().slice(demo.origin.length);
    if (path.startsWith("/catalogue/")) asked.push(`${request.headers().cookie ?? ""}${request.postData() ?? ""}`);
  });
  await context.addCookies([{ name: "session", value: "secret", url: demo.origin }]);
  await lookAtThreeShoes();
  const own = demo.log.filter((path) => path.startsWith("/catalogue/"));
  expect(own.map((path) => path.replace(/\.[0-9a-f]{16}\./, ".")).toSorted()).toEqual([
    "/catalogue/aliases.bin",
    "/catalogue/catalog.json",
    "/catalogue/display.bin",
    "/catalogue/live.bin",
    "/catalogue/ranking.bin",
  ]);
  expect(asked.join("")).toBe("");
  const known = /^\/($|c\/|p\/|search|img\/|assets\/|inkling\/|catalogue\/|favicon)/;
  expect(demo.log.filter((path) => !known.test(path))).toEqual([]);
});
