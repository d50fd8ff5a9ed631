// Finds a Firefox to test with. Built-ins only.
import { spawnSync } from "node:child_process";
import { findInstalled, windowsPlaces } from "./installed.mjs";

const NAMES = ["firefox-esr", "firefox"];
const PLACES = ["/Applications/Firefox.app/Contents/MacOS/firefox", ...windowsPlaces("Mozilla Firefox", "firefox.exe")];
const VERSION_LIMIT_MS = 30_000;

/** Ubuntu's `firefox` may only say how to install one. @param {string} path */
const isFirefox = (path) =>
  /^Mozilla Firefox \d/m.test(spawnSync(path, ["--version"], { encoding: "utf8", timeout: VERSION_LIMIT_MS }).stdout);

/** An installed Firefox: INKLING_FIREFOX first, whatever it is, then the PATH, then the usual places. @returns {string | undefined} */
export function findFirefox() {
  const named = process.env.INKLING_FIREFOX;
  if (named) return named;
  const found = findInstalled(NAMES, PLACES);
  return found !== undefined && isFirefox(found) ? found : undefined;
}

export const NO_FIREFOX =
  "no Firefox here: install one (Debian: apt-get install firefox-esr), or name one in INKLING_FIREFOX";
