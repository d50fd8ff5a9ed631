import puppeteer, { type Browser } from "puppeteer-core";
import { findFirefox, NO_FIREFOX } from "../../../scripts/firefox.mjs";

/** The Firefox of this machine, driven by WebDriver BiDi, which it speaks itself; why there is none, where there is none. */
export async function launchFirefox(): Promise<Browser | string> {
  const executablePath = findFirefox();
  if (executablePath === undefined) return NO_FIREFOX;
  return puppeteer.launch({ browser: "firefox", executablePath, headless: true, timeout: 120_000 });
}
