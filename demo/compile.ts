import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";

export interface Compiling {
  /** The built command, dist/cli.js. */
  readonly command: string;
  readonly feed: string;
  readonly history: string | undefined;
  /** Where the catalogue goes. */
  readonly folder: string;
}

function run(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/**
 * Builds the catalogue with the same command a shop would use, which says what it does. Rows that cannot be used do not
 * stop it; without any catalogue it throws.
 */
export async function compile({ command, feed, history, folder }: Compiling): Promise<void> {
  const manifest = join(folder, "catalog.json");
  rmSync(manifest, { force: true });
  const code = await run([
    command,
    "build",
    feed,
    "-o",
    folder,
    ...(history === undefined ? [] : ["--history", history]),
  ]);
  if (!existsSync(manifest))
    throw new Error(`The catalogue could not be built from ${feed} (exit code ${code}); see above.`);
}
