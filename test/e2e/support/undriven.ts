import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright";
import { CHROMIUM_FLAGS, findChromium } from "../../../scripts/chromium.mjs";

/** A browser that has not ended so long after it was asked to is ended by force. */
const GRACE_MS = 5_000;

/**
 * Opens a page in a headless Chromium that nobody drives: with a debugger at its pages it prerenders none
 * (PrerenderingDisabledByDevTools). What happens there, pages tell the server.
 * @throws Error where there is no such program, or it cannot be started.
 */
export async function openUndriven(url: string): Promise<{ close(): Promise<void> }> {
  const profile = mkdtempSync(join(tmpdir(), "inkling-profile-"));
  // Processes of its own may write there a little longer.
  const tidy = (): Promise<void> => rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  const args = ["--headless", ...CHROMIUM_FLAGS, `--user-data-dir=${profile}`, url];
  const browser = spawn(findChromium() ?? chromium.executablePath(), args, { stdio: "ignore" });
  const ended = new Promise((resolve) => browser.once("exit", resolve));
  try {
    await once(browser, "spawn");
  } catch (error) {
    await tidy();
    throw error;
  }
  return {
    async close() {
      browser.kill();
      const force = setTimeout(() => browser.kill("SIGKILL"), GRACE_MS);
      await ended;
      clearTimeout(force);
      await tidy();
    },
  };
}
