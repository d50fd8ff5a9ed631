import { type Browser, type BrowserContext, chromium, type LaunchOptions } from "playwright";
import { CHROMIUM_FLAGS, findChromium } from "../../../scripts/chromium.mjs";

/** Chromium with WebGPU on software, unless other flags are asked for. */
export function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = findChromium();
  return chromium.launch({ args: CHROMIUM_FLAGS, ...(executablePath && { executablePath }), ...options });
}

/** Playwright turns the back-forward cache off; a shop's browser has it on. */
export const WITH_BACK_FORWARD_CACHE: LaunchOptions = { ignoreDefaultArgs: ["--disable-back-forward-cache"] };

/** Where orders are compared: no place of a list is given to a product drawn by chance, whatever the page's tag says. */
export const leaveNothingToChance = (profile: BrowserContext): Promise<unknown> =>
  profile.addInitScript(() => {
    const say = (): void => document.querySelector("script[data-catalog]")?.setAttribute("data-explore", "0");
    new MutationObserver(say).observe(document, { childList: true, subtree: true });
  });
