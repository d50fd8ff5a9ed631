import { existsSync, readFileSync } from "node:fs";

/**
 * Counts what the reporter wrote. A Vitest that failed without a failed test, or wrote nothing, is a failure itself.
 * @param {string} path Written by vitest-results.mjs.
 * @param {{ code: number, late: boolean }} ended How Vitest ended.
 * @returns {{ passed: number, failed: number, notes: string[] }} Skipped tests are notes, and count as nothing.
 */
export function tally(path, { code, late }) {
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean) : [];
  /** @type {import("./vitest-results.mjs").TestResult[]} */
  const results = lines.map((line) => JSON.parse(line));
  /** @param {string} state */
  const count = (state) => results.filter((result) => result.state === state).length;
  const notes = results
    .filter(({ state }) => state === "skipped")
    .map(({ name, reason }) => `skipped: ${name} (${reason})`);

  const passed = count("passed");
  const failed = count("failed");
  if (late) return { passed, failed: failed + 1, notes: [...notes, "Vitest ran out of time and was ended."] };
  if (code !== 0 && failed === 0) return { passed, failed: 1, notes: [...notes, `Vitest ended with code ${code}.`] };
  if (passed + failed === 0) return { passed, failed: 1, notes: [...notes, "Vitest ran no test."] };
  return { passed, failed, notes };
}
