import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.mjs";

const LICENCE = /^(licen[cs]e|notice|copying)/i;

/**
 * The folder of the package that a module belongs to; undefined for Inkling's own modules and the bundler's.
 * @param {string} module From the repository's folder.
 */
function packageFolder(module) {
  if (module.startsWith("rolldown/")) return undefined;
  return /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+/.exec(module)?.[0];
}

/** Packages whose files hold parts of another one. @type {Readonly<Record<string, readonly string[]>>} */
const HOLDS = { "node_modules/@cloudflare/blindrsa-ts": ["node_modules/sjcl"] };

/** @param {string} fromRoot */
function notice(fromRoot) {
  const folder = join(ROOT, fromRoot);
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const texts = readdirSync(folder)
    .filter((file) => LICENCE.test(file))
    .map((file) => readFileSync(join(folder, file), "utf8").trim());
  if (license === undefined && texts.length === 0) throw new Error(`${name} is bundled and names no licence`);
  return [`${name} ${version} (${license ?? "see below"})`, ...texts].join("\n\n");
}

/**
 * What the licences of the bundled packages ask for: each one's name, version and licence text.
 * @param {readonly string[]} modules Everything that was bundled, from the repository's folder.
 */
export function notices(modules) {
  const own = modules.map(packageFolder).filter((folder) => folder !== undefined);
  const folders = new Set(own.flatMap((folder) => [folder, ...(HOLDS[folder] ?? [])]));
  const rule = `\n\n${"-".repeat(80)}\n\n`;
  return `The files beside this one contain parts of these packages.${rule}${[...folders].sort().map(notice).join(rule)}\n`;
}
