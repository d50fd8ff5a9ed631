import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * The script behind an installed tool's command, to run with this very Node: needs no shell, so it works with spaces
 * in the path and on Windows.
 * @param {string} packageName
 * @param {string} [command] Default: the package's name.
 */
export function tool(packageName, command = packageName) {
  const folder = join(ROOT, "node_modules", packageName);
  /** @type {{ bin: string | Record<string, string> }} */
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const script = typeof bin === "string" ? bin : bin[command];
  if (script === undefined) throw new TypeError(`${packageName} has no command ${command}`);
  return join(folder, script);
}
