import type { Page } from "playwright";
import { expect, test } from "vitest";
import type { RankReply } from "../../src/core/bridge/protocol.ts";
import type { Status } from "../../src/page/api.ts";
import { AXE } from "./support/axe.ts";
import { browser, demo, useDemo } from "./support/demo.ts";
import { inkOf } from "./support/ink.ts";

useDemo();

/** The page's globals, as a test of one page sees them. */
interface Globals {
  readonly inkling: <T>(method: string, ...args: readonly unknown[]) => Promise<T>;
  readonly axe: {
    run(at: string, options: object): Promise<{ violations: { id: string; nodes: { failureSummary: string }[] }[] }>;
  };
}
declare const window: Globals;

/** Visits products of one department, then opens the panel. */
async function lookAround(page: Page): Promise<void> {
  await page.goto(`${demo.origin}/c`);
  const department = await page.locator("main a[href^='/c/']").first().getAttribute("href");
  await page.goto(demo.origin + department);
  const products = await page
    .locator("main a[href^='/p/']")
    .evaluateAll((links) => [...new Set(links.map((link) => (link as HTMLAnchorElement).href))]);
  for (const address of products.slice(0, 3)) {
    await page.goto(address);
    await page.waitForFunction(async () => (await window.inkling<unknown[]>("events")).length > 0);
  }
}

const findings = (page: Page) =>
  page.evaluate(async () => {
    const { violations } = await window.axe.run("inkling-privacy", {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    });
    return violations.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.failureSummary)}`);
  });

test("in a shop, by script tag alone: the panel is read, steers what the shelves show, fits a phone, and remembers what is off", async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  page.on("console", (line) => line.type() === "error" && errors.push(line.text()));
  await lookAround(page);
  await page.goto(`${demo.origin}/privacy`);
  const panel = page.locator("inkling-privacy");
  const first = panel.locator("[part=interest]").first();
  await first.waitFor();
  await page.evaluate(AXE); // as a tag the policy of the shop would refuse it
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    expect(await findings(page)).toEqual([]);
  }

  const name = (await first.locator(".row span").first().textContent())!.trim();
  await first.getByRole("button", { name: "Never" }).click();
  await panel.locator("[aria-labelledby=wishes]").getByText(`Never: ${name}`).waitFor();
  const shown: readonly string[] = await page.evaluate(async () =>
    (await window.inkling<RankReply>("rank", { n: 40 })).items.map(({ id }) => id),
  );
  const never = await page.evaluate(
    async (category) => (await window.inkling<RankReply>("rank", { category, n: 200, kind: "popular" })).items,
    name,
  );
  expect(shown.length).toBeGreaterThan(10);
  expect(never).toEqual([]);

  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.goto(`${demo.origin}/privacy?lang=zh`);
  await panel.getByText("您似乎喜欢什么").waitFor();
  await panel.getByText(`永不：${name}`).first().waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);

  await page.goto(`${demo.origin}/privacy`);
  const file = page.waitForEvent("download");
  await panel.getByRole("button", { name: "Save, readable" }).click();
  expect((await file).suggestedFilename()).toMatch(/^inkling-export-/);
  await panel.getByRole("switch", { name: "Keep notes on this device" }).click();
  await panel.getByRole("button", { name: "Yes" }).click();
  await panel.getByText("since keeping is off").waitFor();
  await page.goto(`${demo.origin}/`);
  const status = await page.evaluate(() => window.inkling<Status>("status"));
  expect(status.consent).toEqual({ store: false, personalise: true, contribute: false });
  expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({ "inkling:opt-out": "store" });
  const databases = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  expect(databases).not.toContain("inkling-left");
  expect(errors).toEqual([]);
  await context.close();
});

test.each(["light", "dark"] as const)(
  "in forced colours, %s, bars are full as far as they go, and what is pressed is read",
  async (colorScheme) => {
    const context = await browser.newContext({ forcedColors: "active", colorScheme });
    const page = await context.newPage();
    await lookAround(page);
    await page.goto(`${demo.origin}/privacy`);
    const first = page.locator("inkling-privacy [part=interest]").first();
    await first.waitFor();
    const share = await first.locator(".bar > span").evaluate((one) => Number(one.style.getPropertyValue("--share")));
    expect(await inkOf(first.locator(".bar"))).toBeCloseTo(Math.min(share, 1 - share), 1);
    const more = first.getByRole("button", { name: "More" });
    await more.click();
    const pressed = first.locator("button[aria-pressed=true]");
    await pressed.waitFor();
    expect(await inkOf(pressed)).toBeGreaterThan(0.1);
    await context.close();
  },
);
