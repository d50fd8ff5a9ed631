import { spawn } from "node:child_process";
import { constants } from "node:os";

const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/**
 * Runs a Node script in this terminal and waits for its end. A terminal sends Ctrl-C to the whole group, so this
 * process only has to outlive the child; a signal sent to this process alone is passed on.
 * @param {string[]} args
 * @returns {Promise<number>} The exit code; 128 and the signal's number when a signal ended it.
 */
export function run(args) {
  const child = spawn(process.execPath, args, { stdio: "inherit" });
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => {
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      for (const name of SIGNALS) process.off(name, pass);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
