import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { Browser, LaunchOptions } from "playwright";
import { RequestError } from "../src/core/errors.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const LAUNCH_LIMIT_MS = 60_000;

/** What was tried, in words, and what it said. */
type Attempt = readonly [name: string, options: LaunchOptions];

/**
 * A Chromium that starts: the one named in INKLING_CHROMIUM and no other, else an installed one, else Playwright's own. Throws RequestError with what to do where
 * there is none, or no Playwright.
 */
export async function openBrowser(env: NodeJS.ProcessEnv): Promise<Browser> {
  const { chromium } = await playwright();
  // Without it no Chromium starts for root, as whom containers often run.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const said: string[] = [];
  for (const [name, options] of attempts(env)) {
    try {
      return await chromium.launch({ ...options, args, timeout: LAUNCH_LIMIT_MS });
    } catch (error) {
      said.push(`${name}: ${String(error).split("\n")[0]}`);
    }
  }
  throw new RequestError(
    `doctor found no browser that starts. Install Chrome or Chromium, name one in INKLING_CHROMIUM, or run: npx playwright install chromium\n  ${said.join("\n  ")}`,
  );
}

async function playwright(): Promise<typeof import("playwright")> {
  try {
    return await import("playwright");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new RequestError(
      "doctor opens the page in a browser and needs the package playwright, which comes separately: npm install playwright",
    );
  }
}

function attempts({ INKLING_CHROMIUM: named, PATH = "" }: NodeJS.ProcessEnv): readonly Attempt[] {
  if (named) return [[named, { executablePath: named }]];
  const installed = PATH.split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find(isExecutable);
  return [
    ...(installed === undefined ? [] : [[installed, { executablePath: installed }] as const]),
    ["Chrome", { channel: "chrome" }],
    ["Playwright's Chromium", {}],
  ];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
