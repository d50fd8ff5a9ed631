import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.mjs";

/**
 * Lets `npx inkling` in this repository run the built command. npm would link the package into its cache by itself, but
 * keeps a link made before the first build, in which the command is missing. Windows is left to npm: a link needs rights.
 */
export function linkCommand() {
  if (process.platform === "win32") return;
  const link = join(ROOT, "node_modules", ".bin", "inkling");
  rmSync(link, { force: true });
  symlinkSync("../../dist/cli.js", link);
}
