import { join } from "node:path";
import { npm } from "./npm.mjs";
import { ROOT } from "./paths.mjs";

/**
 * Packs the package from what is built, without running its scripts.
 * @param {string} folder Where the tarball goes.
 * @returns {{ path: string, unpackedSize: number, files: string[] }} Size in bytes; file names from the package's root.
 */
export function pack(folder) {
  const args = ["pack", "--ignore-scripts", "--json", "--loglevel=error", "--pack-destination", folder];
  const { status, stdout, stderr } = npm(args, { cwd: ROOT, stdio: "pipe" });
  if (status !== 0) throw new Error(`npm pack failed: ${stderr}`);
  const [{ filename, unpackedSize, files }] = JSON.parse(stdout);
  return {
    path: join(folder, filename),
    unpackedSize,
    files: files.map((/** @type {{ path: string }} */ file) => file.path),
  };
}
