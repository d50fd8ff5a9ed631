// Finds a Chromium to test with. Built-ins only: bootstrap runs it before anything is installed.
import { findInstalled, windowsPlaces } from "./installed.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ...windowsPlaces("Google", "Chrome", "Application", "chrome.exe"),
];

/** An installed Chrome or Chromium: INKLING_CHROMIUM first, then the PATH, then the usual places. @returns {string | undefined} */
export const findChromium = () => process.env.INKLING_CHROMIUM || findInstalled(NAMES, PLACES);

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
