import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright";
import { CHROMIUM_FLAGS, findChromium } from "../../../scripts/chromium.mjs";

/**
 * Opens a page in a headless Chromium that nobody drives: with a debugger at its pages it prerenders none
 * (PrerenderingDisabledByDevTools). What happens there, pages tell the server.
 */
export function openUndriven(url: string): { close(): Promise<void> } {
  const profile = mkdtempSync(join(tmpdir(), "inkling-profile-"));
  const args = ["--headless", ...CHROMIUM_FLAGS, `--user-data-dir=${profile}`, url];
  const browser: ChildProcess = spawn(findChromium() ?? chromium.executablePath(), args, { stdio: "ignore" });
  const ended = new Promise((resolve) => browser.once("exit", resolve));
  return {
    async close() {
      browser.kill();
      await ended;
      // Processes of its own may write there a little longer.
      await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}
