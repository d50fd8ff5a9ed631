// Installs the packages of a package-lock.json, once for every lock file and Node. Built-ins only.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { npm } from "./npm.mjs";
import { ROOT } from "./paths.mjs";

/** For a network that no longer answers: 600 MB over a slow one arrive in less. */
const INSTALL_MS = 30 * 60_000;

/** Native packages differ by Node's major version, platform and processor. @param {string} folder */
function wanted(folder) {
  const lock = createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .digest("hex");
  return [lock, process.versions.node.split(".")[0], process.platform, process.arch].join(" ");
}

/**
 * @param {string} [folder] Default: the repository's.
 * @param {string[]} [flags] Of npm ci.
 * @returns {number} The exit code; 0 also when nothing was to do.
 */
export function install(folder = ROOT, flags = []) {
  const path = join(folder, "node_modules", ".inkling-stamp");
  const stamp = wanted(folder);
  if (existsSync(path) && readFileSync(path, "utf8") === stamp) return 0;
  const where = folder === ROOT ? "" : ` of ${relative(ROOT, folder)}`;
  console.log(`Installing packages${where} (npm ci): package-lock.json or Node has changed since the last time.`);
  const args = ["ci", "--no-fund", "--no-audit", "--loglevel=error", ...flags];
  const { status, error } = npm(args, { cwd: folder, stdio: "inherit", timeout: INSTALL_MS });
  if (status !== 0) {
    console.error(`npm ci failed${error ? `: ${error.message}` : ""}. Is the network there? Then try again.`);
    return status ?? 1;
  }
  writeFileSync(path, stamp);
  return 0;
}
