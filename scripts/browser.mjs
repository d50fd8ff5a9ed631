// Prints the path of a Chromium that starts: an installed one, else Playwright's, else (CI, as root) Debian's.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "playwright";
import { CHROMIUM_FLAGS, findChromium } from "./chromium.mjs";
import { tool } from "./paths.mjs";

const DOWNLOAD_LIMIT_MS = 180_000;
const APT_LIMIT_MS = 300_000;

/** @param {string} command @param {string[]} args @param {number} timeout In milliseconds. */
const attempt = (command, args, timeout) => spawnSync(command, args, { stdio: "inherit", timeout });

/** In the order they are tried. @type {(() => string | undefined)[]} */
const SOURCES = [
  findChromium,
  () => chromium.executablePath(),
  () => {
    attempt(process.execPath, [tool("playwright"), "install", "chromium"], DOWNLOAD_LIMIT_MS);
    return chromium.executablePath();
  },
  () => {
    if (!process.env.CI || process.getuid?.() !== 0) return undefined;
    attempt("apt-get", ["update"], APT_LIMIT_MS);
    attempt("apt-get", ["install", "-y", "chromium"], APT_LIMIT_MS);
    return findChromium();
  },
];

/** @param {string} executablePath */
async function starts(executablePath) {
  try {
    const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS, timeout: 60_000 });
    await browser.close();
    return true;
  } catch (error) {
    console.log(`${executablePath} does not start: ${error}`);
    return false;
  }
}

async function browser() {
  for (const source of SOURCES) {
    const path = source();
    if (path !== undefined && existsSync(path) && (await starts(path))) return path;
  }
  return undefined;
}

const found = await browser();
console.log(found ?? "No Chromium to test with. Install Chrome or Chromium, or name one in INKLING_CHROMIUM.");
process.exitCode = found === undefined ? 1 : 0;
