import { type Browser, type BrowserContext, chromium, type LaunchOptions, type Page } from "playwright";
import { CHROMIUM_FLAGS, findChromium } from "../../../scripts/chromium.mjs";

/** Chromium with WebGPU on software, unless other flags are asked for. */
export function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = findChromium();
  return chromium.launch({ args: CHROMIUM_FLAGS, ...(executablePath && { executablePath }), ...options });
}

/** Playwright turns the back-forward cache off; a shop's browser has it on. */
export const WITH_BACK_FORWARD_CACHE: LaunchOptions = { ignoreDefaultArgs: ["--disable-back-forward-cache"] };

/** Leaves the page for that address and comes back. Whether it rested in the back-forward cache meanwhile; rejects where it was loaded anew. */
export async function restsMeanwhile(page: Page, elsewhere: string): Promise<boolean> {
  await page.evaluate(() => {
    addEventListener("pageshow", ({ persisted }) => Object.assign(window, { cameBack: persisted }));
  });
  await page.goto(elsewhere);
  await page.goBack({ waitUntil: "commit" });
  await page.waitForFunction(() => "cameBack" in window);
  return page.evaluate(() => (window as unknown as { cameBack: boolean }).cameBack);
}

/** Where orders are compared: no place of a list is given to a product drawn by chance, whatever the page's tag says. */
export const leaveNothingToChance = (profile: BrowserContext): Promise<unknown> =>
  profile.addInitScript(() => {
    const say = (): void => document.querySelector("script[data-catalog]")?.setAttribute("data-explore", "0");
    new MutationObserver(say).observe(document, { childList: true, subtree: true });
  });
