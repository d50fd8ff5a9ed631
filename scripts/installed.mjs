// Finds programs of the machine. Built-ins only.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** @param {string} path */
const executable = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/**
 * The first that may be run: of the names on the PATH, in its order, then of the usual places.
 * @param {readonly string[]} names
 * @param {readonly string[]} places Whole paths.
 * @returns {string | undefined}
 */
export function findInstalled(names, places) {
  const onPath = (process.env.PATH ?? "").split(delimiter).flatMap((dir) => names.map((name) => join(dir, name)));
  return [...onPath, ...places].find(executable);
}

/** Where programs of Windows lie: each folder of programs with the rest of the path. @param {...string} rest @returns {string[]} */
export const windowsPlaces = (...rest) =>
  ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"].flatMap((name) => {
    const folder = process.env[name];
    return folder === undefined ? [] : [join(folder, ...rest)];
  });
