import type { Browser, BrowserContext, LaunchOptions, Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import type { Pack } from "../../../compiler/pack.ts";
import { launchBrowser } from "./browser.ts";
import { openSite, type Site } from "./site.ts";

/** Of the file that called useStage: one site and browser for all of its tests, a profile with a page for each. */
export let site: Site;
export let context: BrowserContext;
export let page: Page;
/** What went wrong in the tabs of this test, in words. */
export const errors: string[] = [];

interface StageOptions {
  readonly launch?: LaunchOptions;
  /** Further catalogues, by their folder; called once the file's tests begin. */
  readonly packs?: () => Readonly<Record<string, Pack>>;
  /** Whether what the console calls an error is one of `errors`, beside what nobody caught. */
  readonly hearsConsole: boolean;
  /** Whether a test fails that leaves any of `errors`, its profile's end included. */
  readonly failsOnErrors: boolean;
}

let hearsConsole = false;

/** Sets the stage for a file of tests. */
export function useStage(options: StageOptions): void {
  let browser: Browser;
  beforeAll(async () => {
    ({ hearsConsole } = options);
    site = await openSite(options.packs?.());
    browser = await launchBrowser(options.launch);
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
  beforeEach(async () => {
    context = await browser.newContext();
    page = await openTab();
    site.log.length = 0;
    errors.length = 0;
  });
  afterEach(async () => {
    site.policy = undefined;
    await context.close();
    if (options.failsOnErrors) expect(errors).toEqual([]);
  });
}

/** One more tab of the test's profile, whose errors count as well. */
export async function openTab(): Promise<Page> {
  const tab = await context.newPage();
  tab.on("pageerror", (error) => errors.push(error.message));
  if (hearsConsole) tab.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  return tab;
}
