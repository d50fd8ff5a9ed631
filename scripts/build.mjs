// Builds dist/ (what is published) and build/ (what this repository runs), and prints what every file weighs, unless
// called with --quiet.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "./bundle.mjs";
import { BUNDLES, COPIES } from "./bundles.mjs";
import { manifestOf, sealed } from "./integrity.mjs";
import { linkCommand } from "./link.mjs";
import { notices } from "./notices.mjs";
import { put, removeOthers } from "./output.mjs";
import { ROOT } from "./paths.mjs";
import { sizeTable } from "./sizes.mjs";

/** @type {{ version: string }} */
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const missing = BUNDLES.flatMap(({ folder, entries }) =>
  Object.entries(entries)
    .filter(([, source]) => !existsSync(join(ROOT, source)))
    .map(([name, source]) => `  ${source}, which becomes ${folder}/${name}.js`),
);
if (missing.length > 0) {
  console.error(`The build needs these files, and they do not exist:\n${missing.join("\n")}`);
  process.exit(1);
}

/** @param {import("./bundles.mjs").Bundle} wanted */
async function bundled(wanted) {
  try {
    return await bundle(wanted);
  } catch (error) {
    const names = Object.values(wanted.entries).join(", ");
    throw new Error(`${names} (${wanted.format}): ${error instanceof Error ? error.message : error}`);
  }
}

const results = await Promise.allSettled(BUNDLES.map(bundled));
const failed = results.filter((result) => result.status === "rejected");
for (const { reason } of failed) console.error(reason instanceof Error ? reason.message : reason);
if (failed.length > 0) process.exit(1);

const files = sealed(results.flatMap((result) => (result.status === "fulfilled" ? result.value : [])));
for (const { path, code } of files) put(path, code);
const published = files.filter(({ path }) => path.startsWith("dist/"));
const copies = Object.entries(COPIES).map(
  ([path, source]) => /** @type {const} */ ([path, readFileSync(join(ROOT, source))]),
);
for (const [path, bytes] of copies) put(path, bytes);
const browsers = BUNDLES.filter(({ kind }) => kind === "browser").flatMap(({ folder, entries }) =>
  Object.keys(entries).map((name) => `${folder}/${name}.js`),
);
const fetched = [
  ...published.filter(({ path }) => browsers.includes(path)).map(({ path, code }) => [path, code]),
  ...copies,
];
put("dist/integrity.json", manifestOf(version, Object.fromEntries(fetched)));
put("dist/THIRD-PARTY.txt", notices(published.flatMap(({ modules }) => modules)));
put("build/bundles.json", JSON.stringify(files.map(({ code: _, ...rest }) => rest)));
const kept = [
  ...published.map(({ path }) => path),
  ...Object.keys(COPIES),
  "dist/THIRD-PARTY.txt",
  "dist/integrity.json",
];
removeOthers("dist", kept, ["dist/types"]);
linkCommand();
if (!process.argv.includes("--quiet")) console.log(sizeTable(published));
