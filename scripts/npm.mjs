// Runs npm without a shell, so that paths with spaces stay whole. Built-ins only.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** npm's own script: as npm names it to its children, else beside this Node. @returns {string | undefined} */
function npmScript() {
  const beside = dirname(process.execPath);
  const named = process.env.npm_execpath;
  return [
    ...(named?.endsWith("npm-cli.js") ? [named] : []),
    join(beside, "node_modules/npm/bin/npm-cli.js"),
    join(beside, "../lib/node_modules/npm/bin/npm-cli.js"),
  ].find((path) => existsSync(path));
}

/**
 * `npm ARGS` in a folder, waiting for its end.
 * @param {string[]} args
 * @param {{ cwd: string, stdio: "inherit" | "pipe", timeout?: number }} options `timeout`: milliseconds, after which it is ended.
 */
export function npm(args, options) {
  const script = npmScript();
  return script === undefined
    ? spawnSync("npm", args, { ...options, encoding: "utf8", shell: process.platform === "win32" })
    : spawnSync(process.execPath, [script, ...args], { ...options, encoding: "utf8" });
}
