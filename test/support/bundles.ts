import { mkdir, rm, writeFile } from "node:fs/promises";
import { bundle } from "../../scripts/bundle.mjs";
import { IN_BROWSERS } from "../../scripts/bundles.mjs";
import { sealed } from "../../scripts/integrity.mjs";

/** What browsers load of the package, made from the sources once for all of the end-to-end tests. */
export const BUNDLED = "build/test-site";

export async function setup(): Promise<void> {
  const built = sealed((await Promise.all(IN_BROWSERS.map(bundle))).flat());
  await rm(BUNDLED, { recursive: true, force: true });
  await mkdir(BUNDLED, { recursive: true });
  for (const { path, code } of built) await writeFile(path.replace("dist", BUNDLED), code);
}
