import type { Browser, Page } from "playwright";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM_FLAGS } from "../../scripts/chromium.mjs";
import type { ShopEvent } from "../../src/core/event/event.ts";
import { POLICY_VERSION } from "../../src/core/rank/policy.ts";
import type { InklingGlobal } from "../../src/page/command.ts";
import { launchBrowser } from "../e2e/support/browser.ts";
import { writeRows } from "../e2e/support/rows.ts";
import { contrary, historyOf } from "../workers/learner/history.ts";
import { type App, BUILD_MS, buildApp, FRAMEWORKS, startApp } from "./app.ts";

declare global {
  var inkling: InklingGlobal;
}

/** The build ends by itself before. */
const BUILT_MS = BUILD_MS + 30_000;
/** The learner waits for idle moments, and works half of the time. */
const LEARN_MS = 180_000;
const SOON = { timeout: 30_000 };
/** Whatever tells of a view has told of it by then. */
const SETTLED_MS = 4_000;

let browser: Browser;
beforeAll(async () => {
  // Without a GPU: what software makes of one is slow, and test/workers has it.
  browser = await launchBrowser({ args: CHROMIUM_FLAGS.filter((flag) => !/webgpu|Vulkan/.test(flag)) });
});
afterAll(() => browser?.close());

const idsIn = (html: string): (string | undefined)[] =>
  [...html.matchAll(/data-inkling-item="([^"]+)"/g)].map(([, id]) => id);

// One shopper, from check to check.
describe.each(FRAMEWORKS.map((framework) => [framework.name, framework] as const))("%s", (_name, framework) => {
  let app: App;
  let page: Page;
  /** What went wrong in the page, in words, warnings included. */
  const errors: string[] = [];

  afterEach(() => {
    expect(errors.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    try {
      await page?.context().close();
    } finally {
      await app?.close();
    }
  });

  async function open(path: string): Promise<void> {
    await page.goto(app.origin + path);
  }
  const events = (): Promise<readonly ShopEvent[]> => page.evaluate(() => inkling.events(100));
  const viewed = async (): Promise<(string | undefined)[]> =>
    (await events()).filter(({ kind }) => kind === "view").map(({ item }) => item);
  const lists = async (): Promise<ShopEvent[]> => (await events()).filter(({ kind }) => kind === "list");
  const shown = async (): Promise<(string | undefined)[]> => idsIn(await page.locator("ul").innerHTML());
  const started = () => page.waitForFunction(() => "inkling" in window, undefined, SOON);

  test("takes the guide's files, as they stand", { timeout: BUILT_MS }, async () => {
    expect(await buildApp(framework)).toBe("");
  });

  test("is rendered on the server, in the shop's own order and without a complaint", async () => {
    app = await startApp(framework);
    const answer = await fetch(`${app.origin}/p/tent-1`);
    expect(answer.status).toBe(200);
    expect(idsIn(await answer.text())).toEqual(["shoe-1", "tent-0"]);
    expect(app.complaints()).toBe("");
  });

  test("is hydrated, and starts one engine in a worker of its own", async () => {
    page = await (await browser.newContext()).newPage();
    page.on("pageerror", ({ message }) => errors.push(message));
    page.on("console", (line) => ["error", "warning"].includes(line.type()) && errors.push(line.text()));
    await open("/p/tent-1");
    await started();
    const { state, worker, problems } = await page.evaluate(() => inkling.ready);
    expect({ state, worker, problems }).toMatchObject({
      state: "ready",
      worker: { state: "running", step: "own-worker" },
      problems: { count: 0 },
    });
    expect(page.workers().length).toBe(1);
  });

  test("records the view and, once it is seen, the list", async () => {
    await expect.poll(async () => (await lists()).length, SOON).toBe(1);
    await page.waitForTimeout(SETTLED_MS);
    expect(await viewed()).toEqual(["tent-1"]);
  });

  test("another product without another document is one further view, and its list is the shopper's", async () => {
    await page.evaluate(() => Object.assign(window, { stayed: true }));
    await page.getByRole("link", { name: "Another" }).click();
    await expect.poll(shown, SOON).toEqual(["tent-2", "shoe-2"]);
    await expect.poll(async () => (await lists()).length, SOON).toBe(2);
    await page.waitForTimeout(SETTLED_MS);
    expect(await viewed()).toEqual(["tent-3", "tent-1"]);
    expect(await page.evaluate(() => "stayed" in window)).toBe(true);
    const [newest] = await lists();
    expect(newest).toMatchObject({ items: ["tent-2", "shoe-2"], placement: { shelf: "picks" } });
    expect(newest?.placement?.policy).toMatch(`${POLICY_VERSION}/`);
  });

  test("keeps what it recorded over a reload", async () => {
    const before = await events();
    await page.reload();
    await started();
    await expect.poll(shown, SOON).toEqual(["tent-2", "shoe-2"]);
    expect(await events()).toEqual(expect.arrayContaining([...before]));
  });

  test("finds what is loaded by its address: the shopper's wishes are followed", async () => {
    const { reason } = await page.evaluate(() => inkling.steer({ wish: "never", about: "item", name: "tent-2" }));
    expect(reason).toBe("ok");
    await page.reload();
    await started();
    await expect.poll(shown, SOON).toEqual(["shoe-2", "tent-2"]);
  });

  test("learns from earlier choices, with all that its learner loads", { timeout: LEARN_MS }, async () => {
    const rows = historyOf(14, Date.now(), `${POLICY_VERSION}/earlier`, contrary);
    await page.evaluate(writeRows, { table: "events", rows });
    await page.reload();
    await started();
    const learning = () => page.evaluate(async () => (await inkling.status()).engine?.learning.state);
    await expect.poll(learning, { timeout: LEARN_MS, interval: 500 }).toMatch(/accepted|reverted/);
  });

  test("a page that hydrates to another than was sent would be noticed", async () => {
    await open("/otherwise");
    await expect.poll(() => errors.splice(0).join("\n"), SOON).toMatch(/hydration|#418/i);
    expect(app.complaints()).toBe("");
  });
});
