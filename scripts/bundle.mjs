import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { rolldown } from "rolldown";
import { ROOT } from "./paths.mjs";
import { noInlinedChunk, workerUrls } from "./plugins.mjs";

/**
 * One file the build writes.
 * @typedef {object} Built
 * @property {string} path From the repository's folder.
 * @property {string} code
 * @property {readonly string[]} modules The sources in it, from the repository's folder, with forward slashes.
 * @property {readonly string[]} imports What it loads at once: files beside it by path, packages by name.
 */

/** @type {{ peerDependencies?: Record<string, string> }} */
const { peerDependencies = {} } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

/**
 * Has V8 compile every function on the thread that also reads the file from the network, where it would compile each on the page's own thread as it
 * is first called (explicit compile hints, https://v8.dev/blog/explicit-compile-hints). To other browsers it is a comment.
 */
const COMPILE_HINT = "//# allFunctionsCalledOnLoad";

/** What the minifier writes before what may be left out where nobody needs it. */
const MAY_BE_LEFT_OUT = "/* @__PURE__ */";

/**
 * What idb adds to databases by itself as it is loaded, and nothing here calls: requests without a transaction, and iterators. Its own bundle says of no
 * call that it may be left out.
 */
const UNUSED_OF_IDB = ["replaceTraps"];

/** @param {string} id */
const isPackage = (id) => /^[\w@]/.test(id) && !/^[a-z]:/i.test(id);

/** What stays an import in the output. @type {Record<import("./bundles.mjs").Bundle["kind"], (id: string) => boolean>} */
const EXTERNAL = {
  browser: () => false,
  node: (id) => id.startsWith("node:") || Object.keys(peerDependencies).some((name) => `${id}/`.startsWith(`${name}/`)),
  tool: isPackage,
};

/** @param {string} id Absolute, or the bundler's own. */
const fromRoot = (id) => (id.startsWith("\0") ? id.slice(1) : relative(ROOT, id).split(sep).join("/"));

/**
 * Bundles in memory. Every warning is an error: what the bundler warns of breaks in somebody's browser.
 * @param {import("./bundles.mjs").Bundle} bundle
 * @returns {Promise<Built[]>}
 */
export async function bundle({ kind, format, folder, entries, whole = false, runsAtOnce = false }) {
  /** @type {string[]} */
  const warnings = [];
  const build = await rolldown({
    cwd: ROOT,
    input: entries,
    platform: kind === "browser" ? "browser" : "node",
    external: EXTERNAL[kind],
    // A name's value in place of the name wherever it stands: smaller for scripts, and larger for modules that share what they name.
    ...(format === "iife" && { optimization: { inlineConst: { mode: "all" } } }),
    transform: { target: kind === "browser" ? "es2022" : "node20.19" },
    treeshake: { manualPureFunctions: UNUSED_OF_IDB },
    plugins: [workerUrls(), ...(format === "iife" ? [noInlinedChunk()] : [])],
    onLog: (level, log) => void (level === "warn" && warnings.push(log.message)),
  });
  const { output } = await build.generate({
    format,
    minify: kind === "browser",
    // Annotations are for those who bundle a module once more: nobody does with a script. What a worker imports by address has some, too.
    comments: { legal: false, jsdoc: false, annotation: format === "es" && !runsAtOnce },
    chunkFileNames: "chunks/[name]-[hash].js",
  });
  await build.close();
  if (warnings.length > 0) throw new Error(warnings.join("\n"));
  const chunks = output.filter((file) => file.type === "chunk");
  const names = new Set(chunks.map(({ fileName }) => fileName));
  return chunks.map(({ fileName, code, moduleIds, imports }) => ({
    path: `${folder}/${fileName}`,
    code: `${runsAtOnce ? `${COMPILE_HINT}\n` : ""}${whole ? code.replaceAll(MAY_BE_LEFT_OUT, "") : code}`,
    modules: moduleIds.map(fromRoot),
    imports: imports.map((name) => (names.has(name) ? `${folder}/${name}` : name)),
  }));
}
