// Installs the packages of package-lock.json, once for every lock file and Node. Built-ins only.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { npm } from "./npm.mjs";
import { ROOT } from "./paths.mjs";

const STAMP = join(ROOT, "node_modules", ".inkling-stamp");

/** Native packages differ by Node's major version, platform and processor. */
function wanted() {
  const lock = createHash("sha256")
    .update(readFileSync(join(ROOT, "package-lock.json")))
    .digest("hex");
  return [lock, process.versions.node.split(".")[0], process.platform, process.arch].join(" ");
}

/** @returns {number} The exit code; 0 also when nothing was to do. */
export function install() {
  const stamp = wanted();
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === stamp) return 0;
  console.log("Installing packages (npm ci): package-lock.json or Node has changed since the last time.");
  const { status, error } = npm(["ci", "--no-fund", "--no-audit", "--loglevel=error"], { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) {
    console.error(`npm ci failed${error ? `: ${error.message}` : ""}. Is the network there? Then try again.`);
    return status ?? 1;
  }
  writeFileSync(STAMP, stamp);
  return 0;
}
