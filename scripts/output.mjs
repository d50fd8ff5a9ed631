import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "./paths.mjs";

/** @param {string} path */
const current = (path) => {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
};

/**
 * Writes a file when its content has changed; one with a #! line becomes executable.
 * @param {string} path From the repository's folder.
 * @param {string | Buffer} content
 */
export function put(path, content) {
  const absolute = join(ROOT, path);
  const bytes = Buffer.from(content);
  if (!current(absolute)?.equals(bytes)) {
    mkdirSync(dirname(absolute), { recursive: true });
    writeFileSync(absolute, bytes);
  }
  if (bytes.subarray(0, 2).toString() === "#!") chmodSync(absolute, 0o755);
}

/**
 * Removes what an earlier build left in a folder.
 * @param {string} folder
 * @param {readonly string[]} files To keep.
 * @param {readonly string[]} folders To leave alone.
 */
export function removeOthers(folder, files, folders) {
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!folders.includes(path)) removeOthers(path, files, folders);
    } else if (!files.includes(path)) {
      rmSync(join(ROOT, path));
    }
  }
}
