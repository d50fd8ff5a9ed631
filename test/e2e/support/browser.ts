import { type Browser, chromium, type LaunchOptions } from "playwright";
import { CHROMIUM_FLAGS, findChromium } from "../../../scripts/chromium.mjs";

/** Chromium with WebGPU on software, unless other flags are asked for. */
export function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = findChromium();
  return chromium.launch({ args: CHROMIUM_FLAGS, ...(executablePath && { executablePath }), ...options });
}

/** Playwright turns the back-forward cache off; a shop's browser has it on. */
export const WITH_BACK_FORWARD_CACHE: LaunchOptions = { ignoreDefaultArgs: ["--disable-back-forward-cache"] };
