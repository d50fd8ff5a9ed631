import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { limited } from "./limited.mjs";
import { tool } from "./paths.mjs";
import { tally } from "./tally.mjs";

/**
 * Runs Vitest in this terminal and counts its tests.
 * @param {string[]} args
 * @param {{ timeoutMs: number, env?: NodeJS.ProcessEnv }} options `env`: beside this process's own.
 * @returns {Promise<{ ok: boolean, passed: number, failed: number, notes: string[] }>}
 */
export async function vitest(args, { timeoutMs, env }) {
  const folder = mkdtempSync(join(tmpdir(), "inkling-test-"));
  const results = join(folder, "results.jsonl");
  const ended = await limited(
    [tool("vitest"), "run", "--silent=passed-only", "--reporter=./scripts/vitest-results.mjs", ...args],
    { timeoutMs, live: true, env: { ...process.env, INKLING_RESULTS: results, ...env } },
  );
  const counted = tally(results, ended);
  rmSync(folder, { recursive: true });
  return { ok: ended.code === 0, ...counted };
}
