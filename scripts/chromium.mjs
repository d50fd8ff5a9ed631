// Finds a Chromium to test with. Built-ins only: bootstrap runs it before anything is installed.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const MAC = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const WINDOWS = ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"].flatMap((name) => {
  const folder = process.env[name];
  return folder === undefined ? [] : [join(folder, "Google", "Chrome", "Application", "chrome.exe")];
});

/** @param {string} path */
const executable = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** An installed Chrome or Chromium: INKLING_CHROMIUM first, then the PATH, then the usual places. @returns {string | undefined} */
export function findChromium() {
  const named = process.env.INKLING_CHROMIUM;
  if (named) return named;
  const onPath = (process.env.PATH ?? "").split(delimiter).flatMap((dir) => NAMES.map((name) => join(dir, name)));
  return [...onPath, ...MAC, ...WINDOWS].find(executable);
}

/** Flags for a headless Chromium that talks to nobody but the page, with WebGPU in software. */
export const CHROMIUM_FLAGS = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-quic",
  "--no-first-run",
  // As a shopper's browser: one that says that a program drives it records nothing.
  "--disable-blink-features=AutomationControlled",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-features=Vulkan",
];
