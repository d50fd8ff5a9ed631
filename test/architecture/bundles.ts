import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../scripts/paths.mjs";
import { roomOf } from "./rooms.ts";

/** What the build wrote down about one file of dist/. */
export interface Bundle {
  readonly path: string;
  /** From the repository's folder. */
  readonly modules: readonly string[];
  /** Files loaded at once. */
  readonly imports: readonly string[];
}

/** The package or room a bundled module comes from; the bundler's own helpers come from nowhere. */
function origin(module: string): string | undefined {
  if (module.startsWith("rolldown/")) return undefined;
  const inPackage = /.*\bnode_modules\/((?:@[^/]+\/)?[^/]+)/.exec(module)?.[1];
  return inPackage ?? roomOf(module)?.name ?? module;
}

/** What a bundle contains and should not, a line each. */
export function strangers({ path, modules }: Bundle, allowed: readonly string[]): string[] {
  return modules
    .map((module) => ({ module, from: origin(module) }))
    .filter(({ from }) => from !== undefined && !allowed.includes(from))
    .map(({ module, from }) => `${path} contains ${from} (${module})`);
}

/** A file of dist/ and all it loads at once. */
export function atOnce(bundles: readonly Bundle[], path: string, seen = new Set<string>()): readonly Bundle[] {
  const bundle = bundles.find((one) => one.path === path);
  if (bundle === undefined || seen.has(path)) return [];
  seen.add(path);
  return [bundle, ...bundle.imports.flatMap((name) => atOnce(bundles, name, seen))];
}

export function builtBundles(): readonly Bundle[] {
  try {
    return JSON.parse(readFileSync(join(ROOT, "build/bundles.json"), "utf8"));
  } catch (cause) {
    throw new Error("nothing is built: run `npm run build` before this test", { cause });
  }
}
