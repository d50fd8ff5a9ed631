// What `npm start`, `test`, `dev`, `build`, `bench` and `frameworks` do, once Node is known to be new enough.
import { chdir } from "node:process";
import { install } from "./install.mjs";
import { ROOT } from "./paths.mjs";
import { run } from "./run.mjs";

/** Builds without a word on stdout, which belongs to the script that is run. @param {string[]} args @returns {Promise<number>} */
async function built(...args) {
  const code = await run(["scripts/build.mjs", "--quiet"]);
  return code === 0 ? run(args) : code;
}

/** @type {Record<string, (args: string[]) => Promise<number>>} */
const COMMANDS = {
  start: (args) => built("build/demo/server.js", ...args),
  dev: (args) => run(["scripts/dev.mjs", ...args]),
  test: () => run(["scripts/check.mjs"]),
  build: () => run(["scripts/build.mjs"]),
  bench: (args) => built("build/bench.js", ...args),
  frameworks: () => run(["scripts/frameworks.mjs"]),
};

/**
 * Installs what the lock file names if that has changed, then runs one command.
 * @param {string | undefined} name
 * @param {string[]} args
 * @returns {Promise<number>} The exit code.
 */
export async function command(name, args) {
  const chosen = name === undefined ? undefined : COMMANDS[name];
  if (chosen === undefined) {
    console.error(`Usage: node scripts/bootstrap.mjs ${Object.keys(COMMANDS).join("|")} [arguments]`);
    return 2;
  }
  process.env.INIT_CWD ??= process.cwd();
  chdir(ROOT);
  const installed = install();
  if (installed !== 0 && ["test", "frameworks"].includes(name ?? "")) console.log("0 passed, 1 failed");
  return installed === 0 ? chosen(args) : installed;
}
