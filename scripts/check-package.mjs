// Checks the package as it would be published: publint for its manifest, attw for its types.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { filterProblems, problemKindInfo } from "@arethetypeswrong/core/problems";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { pack } from "./pack.mjs";

/** Loaded by address, not imported: they have no types. */
const SCRIPTS = [
  /\.worker/,
  /tfjs/,
  "./client.js",
  "./sources.js",
  "./ga4.js",
  "./json-ld.js",
  "./woocommerce.js",
  "./shopify.js",
  "./consent.js",
  "./inkling.js",
  "./learned.js",
  "./tokens.js",
  "./learning.js",
  "./contributing.js",
  "./package.json",
];

/** Inkling is ESM alone: what a CommonJS or pre-`exports` resolver makes of it does not count. */
const RESOLUTIONS = /** @type {const} */ (["node16-esm", "bundler"]);

const folder = mkdtempSync(join(tmpdir(), "inkling-pack-"));
const tarball = readFileSync(pack(folder).path);
rmSync(folder, { recursive: true });

const { messages, pkg } = await publint({ pack: { tarball: new Uint8Array(tarball).buffer }, strict: true });
const manifest = messages.map((message) => `publint: ${formatMessage(message, pkg)}`);

const analysis = await checkPackage(createPackageFromTarballData(tarball), { excludeEntrypoints: SCRIPTS });
if (!analysis.types) throw new Error("attw finds no types in the package");
const types = RESOLUTIONS.flatMap((resolutionKind) => filterProblems(analysis, { resolutionKind })).map(
  (problem) => `attw: ${problemKindInfo[problem.kind].title}: ${JSON.stringify(problem)}`,
);

for (const line of [...manifest, ...new Set(types)]) console.log(line);
process.exitCode = manifest.length + types.length > 0 ? 1 : 0;
