import { spawn } from "node:child_process";

const GRACE_MS = 5_000;

/**
 * @typedef {object} Ended
 * @property {number} code Not 0 also when it ran out of time.
 * @property {string} output Both streams; empty when `live`.
 * @property {boolean} late
 */

/**
 * Runs a Node script with a time limit, after which it and everything it started are ended.
 * @param {string[]} args
 * @param {{ timeoutMs: number, live?: boolean, env?: NodeJS.ProcessEnv, cwd?: string }} options `live`: writes to this terminal.
 * @returns {Promise<Ended>}
 */
export function limited(args, { timeoutMs, live = false, env = process.env, cwd = process.cwd() }) {
  // A group of its own, so that browsers and workers it started end with it.
  const child = spawn(process.execPath, args, {
    stdio: live ? "inherit" : "pipe",
    env,
    cwd,
    detached: process.platform !== "win32",
  });
  let output = "";
  let late = false;
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text) => (output += text));

  /** @param {NodeJS.Signals} signal */
  const end = (signal) => {
    if (child.pid === undefined) return;
    try {
      process.kill(process.platform === "win32" ? child.pid : -child.pid, signal);
    } catch {
      // It has ended by itself.
    }
  };
  const timer = setTimeout(() => {
    late = true;
    end("SIGTERM");
    setTimeout(() => end("SIGKILL"), GRACE_MS).unref();
  }, timeoutMs);
  const interrupted = () => {
    end("SIGTERM");
    process.exit(130);
  };
  process.on("SIGINT", interrupted).on("SIGTERM", interrupted);

  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
      resolve({ code: late ? 1 : (code ?? 1), output, late });
    });
  });
}
