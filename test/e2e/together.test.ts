import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openServers, type Servers } from "../../demo/together/servers.ts";
import { DEMO_TASK } from "../../demo/together/task.ts";
import { ROOT } from "../../scripts/paths.mjs";
import type { InklingGlobal } from "../../src/page/command.ts";
import { findings } from "./support/axe.ts";
import { launchBrowser } from "./support/browser.ts";
import { type Demo, openDemoShop } from "./support/demo.ts";

declare global {
  var inkling: InklingGlobal;
}

/** Devices wait for idle moments, and share the machine. */
const SLOW = 120_000;
const until = { timeout: SLOW, interval: 200 };

let folder: string;
let servers: Servers;
let demo: Demo;
let browser: Browser;
/** Errors of any page: a policy that stops something, a script that throws. */
const errors: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "inkling-together-"));
  // As npm start opens them, but that two reports end a round, and that what comes of it is published whatever it is.
  const task = { ...DEMO_TASK, largestBatch: 2, roundMs: 600_000 };
  demo = await openDemoShop(async (origin) => {
    const command = join(ROOT, "dist/cli.js");
    servers = await openServers({ command, folder, origins: [origin], task, holdOut: undefined });
    return servers.federation;
  });
  browser = await launchBrowser();
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await demo?.close();
  await servers?.close();
  rmSync(folder, { recursive: true });
}, 60_000);

/** A profile that looks at a pair of shoes, then opens "Your device". */
async function shopper(asked: string[] = []): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.on("request", (request) => asked.push(request.url()));
  const page = await context.newPage();
  watch(page);
  await page.goto(`${demo.origin}/search?q=running+shoes`);
  await page.click("main [data-inkling-item] a");
  await page.waitForURL(/\/p\//);
  await page.goto(`${demo.origin}/device`);
  await page.waitForSelector(".switch input", { timeout: SLOW });
  return page;
}

function watch(page: Page): void {
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
}

async function logIn(page: Page): Promise<void> {
  await page.goto(`${servers.leader}/operator`);
  await page.fill("#token", servers.operatorToken);
  await page.click("button[type=submit]");
}

const contribution = (page: Page) => page.evaluate(async () => (await inkling.status()).engine?.contribution);

test(
  "two browsers that agreed teach the shop: a round closes, the operator sees its model with the epsilon, and both rank with it; of a third no byte goes there",
  async () => {
    const asked: string[] = [];
    const quiet = await shopper(asked);
    const pages = [await shopper(), await shopper()];
    for (const page of pages) await page.getByLabel(/Help the shop learn/).check();
    for (const page of pages)
      await expect.poll(async () => (await contribution(page))?.reports[0]?.fate, until).toBe("accepted");

    const operator = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    watch(operator);
    await logIn(operator);
    const model = operator.locator("#models tbody tr").filter({ hasText: "in use" });
    await expect.poll(() => model.count(), until).toBe(1);
    const cells = await model.locator("td").allTextContents();
    expect(cells.slice(0, 2)).toEqual(["1", expect.stringContaining("Published · in use")]);
    // One report of noise multiplier 2.382 at a delta of 1e-6.
    expect(cells).toContain("2.00");
    await expect.poll(() => operator.locator("#rounds tbody tr").last().textContent(), until).toMatch(/Made a model/);
    expect(await operator.locator(".tile").first().textContent()).toMatch(/Version 1.*Not measured/);
    expect(await findings(operator)).toEqual([]);
    // Not watched: what is stopped is an error of its console.
    const away = await browser.newPage();
    await away.route("**/operator/api/overview", (route) => route.abort());
    await logIn(away);
    await away.getByText("The server has not answered since").waitFor();
    expect(await findings(away)).toEqual([]);
    await away.close();

    for (const page of pages) {
      await expect.poll(async () => (await contribution(page))?.model.version, until).toBeGreaterThan(0);
      // "loading" while learned.js, which ranks with it, is on its way.
      await expect.poll(async () => (await contribution(page))?.model.state, until).toBe("accepted");
      await page.reload();
      await expect.poll(() => page.locator("#helping").textContent(), until).toMatch(/Ranks with version \d/);
      expect(await page.locator("#helping").textContent()).toMatch(/Gave (one|\d) lessons?.*Arrived/s);
    }
    expect(asked.filter((url) => url.startsWith(servers.leader))).toEqual([]);
    expect((await contribution(quiet))?.reports).toEqual([]);

    // What the operator does shows at once, and devices are told.
    await operator.getByRole("button", { name: "Pause rounds" }).click();
    await expect.poll(() => operator.getByText(/^Paused:/).count(), until).toBe(1);
    await expect.poll(() => operator.getByText("The last for now").count(), until).toBe(1);
    // It makes its model yet, which would take the place of one that is just asked about.
    const newest = operator.locator("#rounds tbody tr").first();
    await expect.poll(() => newest.textContent(), until).toMatch(/Made a model|Abandoned/);
    for (let left = 1; left > 0; left = await operator.getByRole("button", { name: "Roll back…" }).count()) {
      await operator.getByRole("button", { name: "Roll back…" }).first().click();
      const before = await operator.locator(".chip.rolled-back").count();
      await operator.getByRole("button", { name: "Roll back", exact: true }).click();
      await expect.poll(() => operator.locator(".chip.rolled-back").count(), until).toBeGreaterThan(before);
    }
    expect((await (await fetch(`${servers.leader}/v1/tasks/head`)).json()).model).toBeNull();
    expect(errors).toEqual([]);
    expect(readFileSync(servers.logFile, "utf8")).not.toContain(servers.operatorToken);
  },
  4 * SLOW,
);

test("a wrong token opens nothing, and says so", async () => {
  const page = await browser.newPage();
  await page.goto(`${servers.leader}/operator`);
  await page.fill("#token", "not the token of this server");
  await page.click("button[type=submit]");
  await expect.poll(() => page.getByRole("alert").first().textContent(), until).toBe("That is not the token.");
  expect(await page.locator(".tile").count()).toBe(0);
  expect(page.url()).not.toContain("token");
});
