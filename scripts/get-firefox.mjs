// Prints the path of an installed Firefox; in CI, as root, Debian's is installed where there is none. Without one its tests are skipped.
import { spawnSync } from "node:child_process";
import { findFirefox, NO_FIREFOX } from "./firefox.mjs";

const APT_LIMIT_MS = 90_000;
/** Nobody is there to answer, another apt may be at work, and a network that is away is waited for no longer. */
const OPTIONS = ["-o", "DPkg::Lock::Timeout=60", "-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=20"];

/** @param {string[]} args @param {number} [timeout] In milliseconds; none where what is cut off would be left half done. */
function apt(args, timeout) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync("apt-get", [...OPTIONS, ...args], { env, stdio: "ignore", timeout }).status === 0;
}

function installed() {
  if (!process.env.CI || process.getuid?.() !== 0) return undefined;
  const install = ["install", "-y", "--no-install-recommends", "firefox-esr"];
  // A download may be cut off at any moment, and what follows it waits for nobody.
  const fetched = apt(["update"], APT_LIMIT_MS) && apt([...install, "--download-only"], APT_LIMIT_MS);
  return fetched && apt([...install, "--no-download"]) ? findFirefox() : undefined;
}

console.log(findFirefox() ?? installed() ?? NO_FIREFOX);
