import type { Page } from "playwright";
import { expect, test } from "vitest";
import type { InklingGlobal } from "../../src/page/command.ts";
import { findings } from "./support/axe.ts";
import { browser, demo, useDemo } from "./support/demo.ts";
import { inkOf } from "./support/ink.ts";

declare global {
  var inkling: InklingGlobal;
}

useDemo();

/** What is wrong with how the page looks, in words: wider than the window, moved while it loaded, or found by axe. */
async function faults(page: Page): Promise<readonly string[]> {
  const { width, room, shifts } = await page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    room: document.documentElement.clientWidth,
    shifts: (globalThis as unknown as { shifts: number }).shifts,
  }));
  return [
    ...(width > room ? [`${width} pixels wide in ${room}`] : []),
    ...(shifts > 0.01 ? [`moved by ${shifts} while it loaded`] : []),
    ...(await findings(page)),
  ];
}

function watchShifts(): void {
  const host = globalThis as unknown as { shifts: number };
  host.shifts = 0;
  new PerformanceObserver((list) => {
    // The cast: TypeScript's DOM has no type of layout shifts.
    for (const { value } of list.getEntries() as unknown as { value: number }[]) host.shifts += value;
  }).observe({ type: "layout-shift", buffered: true });
}

const PAGES = ["/", "/c/running", "/cart", "/device", "/privacy"];

test.each([
  [1280, 900],
  [390, 844],
])("in a window of %i pixels every page fits, stays where it is and has no finding of axe", async (width, height) => {
  const context = await browser.newContext({ viewport: { width, height } });
  await context.addInitScript(watchShifts);
  const page = await context.newPage();
  await page.goto(`${demo.origin}/search?q=running+shoes`);
  const product = (await page.getAttribute("main [data-inkling-item] a", "href")) ?? "";
  for (const path of [product, ...PAGES]) {
    await page.goto(demo.origin + path, { waitUntil: "load" });
    await page.evaluate(async () => void (await inkling.ready));
    await page.waitForTimeout(500);
    expect([path, await faults(page)]).toEqual([path, []]);
  }
  await context.close();
});

test.each(["light", "dark"] as const)(
  "in forced colours, %s, a switch is seen, and whether it is on",
  async (colorScheme) => {
    const context = await browser.newContext({ forcedColors: "active", colorScheme });
    const page = await context.newPage();
    await page.goto(`${demo.origin}/device`);
    const control = (name: string) => page.getByRole("switch", { name });
    await control("Keep notes").waitFor();
    const [on, off] = [await inkOf(control("Keep notes")), await inkOf(control("Help the shop learn"))];
    expect([on, off].every((ink) => ink > 0.3 && ink < 0.7)).toBe(true);
    const track = (name: string) => control(name).evaluate((one) => getComputedStyle(one).backgroundColor);
    expect(await track("Keep notes")).not.toBe(await track("Help the shop learn"));
    await context.close();
  },
);

test("on the device's page what is pressed keeps the focus: pause, resume and erase", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${demo.origin}/device`);
  const focus = () => page.evaluate(() => document.activeElement?.textContent);
  for (const [name, next] of [
    ["Pause", "Resume"],
    ["Resume", "Pause"],
  ] as const) {
    await page.getByRole("button", { name, exact: true }).press("Enter");
    await page.getByRole("button", { name: next, exact: true }).waitFor();
    expect(await focus()).toBe(next);
  }
  await page.getByRole("button", { name: "Erase everything…" }).press("Enter");
  await page.getByRole("button", { name: "Erase everything", exact: true }).press("Enter");
  await page.getByText("Erased: ").waitFor();
  expect(await focus()).toBe("Erase everything…");
  await context.close();
});
