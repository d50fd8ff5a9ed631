import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright";
import { CHROMIUM_FLAGS, findChromium } from "../scripts/chromium.mjs";
import { bundleBrowserSide } from "./bundle.ts";
import { serve } from "./static-server.ts";

/** Runs one measurement in an empty page that has loaded the bench's bundle, `globalThis.inkBench`; `path`: which of the server's pages. */
export type InChromium = <T>(measure: (page: Page) => Promise<T>, path?: string) => Promise<T>;

/** Bundles and serves for as long as `work` takes. */
export async function withChromium<T>(work: (inChromium: InChromium) => Promise<T>): Promise<T> {
  await bundleBrowserSide();
  const server = await serve();
  try {
    return await work((measure, path = "") => inFreshProfile(`${server.origin}/${path}`, measure));
  } finally {
    server.close();
  }
}

/** A profile on the disk: a private one keeps IndexedDB in memory, which would flatter every figure about it. */
async function inFreshProfile<T>(url: string, measure: (page: Page) => Promise<T>): Promise<T> {
  const profile = await mkdtemp(join(tmpdir(), "inkling-bench-"));
  const executablePath = findChromium();
  const context = await chromium.launchPersistentContext(profile, {
    args: CHROMIUM_FLAGS,
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  try {
    const page = await context.newPage();
    page.on("pageerror", (error) => console.error(error.message));
    await page.goto(url);
    await page.addScriptTag({ type: "module", url: "/bench/page.js" });
    await page.waitForFunction(() => "inkBench" in globalThis);
    return await measure(page);
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}
