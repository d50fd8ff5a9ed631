// What each entry of the package declares, as text, by API Extractor. Reads the declarations that `tsc --build` wrote.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { ROOT } from "./paths.mjs";

/** Where the reports are kept, `NAME.api.md` each. */
export const REPORTS = join(ROOT, "docs/api");

/** Reports that hold whatever their types are made of, named by the entry or not; those of the others are in the first. */
const WHOLE = ["inkling", "compiler"];

const manifest = join(ROOT, "package.json");
/** @type {{ exports: Record<string, string | { types?: string }> }} */
const { exports } = JSON.parse(readFileSync(manifest, "utf8"));

/** Name of the report, to the entry's declarations; files that are loaded by their address have none. */
const ENTRIES = Object.entries(exports).flatMap(([entry, to]) =>
  typeof to === "string" || to.types === undefined
    ? []
    : [{ name: entry === "." ? "inkling" : entry.slice(2), path: join(ROOT, to.types) }],
);

/** As a consumer's compiler reads them, and each of them checked: what a declaration does not find would be `any` in the report. */
const COMPILER = {
  target: "ES2023",
  module: "ESNext",
  moduleResolution: "bundler",
  lib: ["ES2023", "DOM", "DOM.Iterable"],
  types: ["node"],
  strict: true,
  skipLibCheck: false,
  noEmit: true,
};

/** @typedef {{ readonly name: string, readonly path: string }} Entry */

/** @param {Entry} entry @param {readonly Entry[]} entries @param {string} folder */
const configOf = ({ name, path }, entries, folder) =>
  ExtractorConfig.prepare({
    configObject: {
      projectFolder: ROOT,
      mainEntryPointFilePath: path,
      compiler: { overrideTsconfig: { compilerOptions: COMPILER, files: entries.map(({ path }) => path) } },
      apiReport: {
        enabled: true,
        reportFolder: folder,
        reportTempFolder: folder,
        reportFileName: name,
        includeForgottenExports: WHOLE.includes(name),
      },
      messages: { compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } } },
      newlineKind: "lf",
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: manifest,
  });

/**
 * The report of every entry, by its file's name.
 * @param {readonly Entry[]} entries
 * @returns {Map<string, string>}
 * @throws Error where declarations are missing, which `npm run types` writes, or do not compile.
 */
export function apiReports(entries = ENTRIES) {
  const folder = mkdtempSync(join(tmpdir(), "inkling-api-"));
  try {
    const configs = entries.map((entry) => configOf(entry, entries, folder));
    const [first, ...others] = configs;
    if (first === undefined) throw new Error("package.json exports no types");
    // One program for all of them: it is what takes the time.
    const additionalEntryPoints = others.map(({ mainEntryPointFilePath }) => mainEntryPointFilePath);
    const compilerState = CompilerState.create(first, { additionalEntryPoints });
    return new Map(
      configs.map((config) => {
        /** @type {string[]} */
        const errors = [];
        Extractor.invoke(config, {
          compilerState,
          localBuild: true,
          messageCallback: (message) => {
            if (message.logLevel === ExtractorLogLevel.Error) errors.push(message.formatMessageWithLocation(ROOT));
            // Nothing else is for the console: that the folder had no report yet, and the like.
            message.handled = true;
          },
        });
        if (errors.length > 0) throw new Error(errors.join("\n"));
        return [config.reportFilePath.slice(folder.length + 1), readFileSync(config.reportFilePath, "utf8")];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
