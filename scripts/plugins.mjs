/** @typedef {import("rolldown").Plugin} Plugin */

const BESIDE = 'new URL("./$1", import.meta.url)';
/**
 * What the sources name by where it is made from, and what it is called beside the bundle.
 * @type {readonly (readonly [RegExp, string])[]}
 */
const SOURCES = [
  [/new URL\(\s*"\.\/model\/tfjs\/(\w+)\.ts"\s*,\s*import\.meta\.url\s*\)/g, BESIDE.replace("$1", "tfjs.$1.js")],
  [/new URL\(\s*"[^"]*\/([\w.]+)\.ts"\s*,\s*import\.meta\.url\s*\)/g, BESIDE.replace("$1", "$1.js")],
  [/new URL\(\s*"[^"]*\/node_modules\/[^"]*\/([\w-]+\.wasm)"\s*,\s*import\.meta\.url\s*\)/g, BESIDE],
];
const MINIFIED = /new URL\(`(\.\/[\w.-]+\.(?:js|wasm))`,\s*import\.meta\.url\)/g;
const MODULE = /(new URL\("[^"]+",import\.meta\.url\),\s*\{\s*type:\s*)`module`/g;
const BESIDE_NODE = /new URL\("\.\/((?:[\w.]+\.worker|operator)\.js)", import\.meta\.url\)/g;

/**
 * In the sources a worker, a file of tfjs or a binary is named by the file it comes from, which Vite's dev server resolves; in the package it
 * lies beside the bundle. The minifier's back-ticks are undone: bundlers look for the literal
 * `new Worker(new URL("./x.worker.js", import.meta.url), { type: "module" })`.
 * @returns {Plugin}
 */
export const workerUrls = () => ({
  name: "worker-urls",
  transform: {
    filter: { code: "import.meta.url" },
    handler: (code) => SOURCES.reduce((text, [named, beside]) => text.replace(named, beside), code),
  },
  generateBundle(_options, files) {
    for (const file of Object.values(files)) {
      if (file.type !== "chunk") continue;
      file.code = file.code.replace(MINIFIED, 'new URL("$1",import.meta.url)').replace(MODULE, '$1"module"');
      // A shared chunk lies one folder below.
      if (file.fileName.includes("/")) file.code = file.code.replace(BESIDE_NODE, 'new URL("../$1", import.meta.url)');
    }
  },
});

/**
 * Rolldown puts a module that is loaded by `import("./x.ts")` into an iife without a word, where it costs every page
 * its bytes. Only `import(someUrl)` may stay.
 * @returns {Plugin}
 */
export const noInlinedChunk = () => ({
  name: "no-inlined-chunk",
  generateBundle(_options, files) {
    for (const file of Object.values(files)) {
      for (const id of file.type === "chunk" ? file.moduleIds : []) {
        const importer = this.getModuleInfo(id)?.dynamicImporters[0];
        if (importer === undefined) continue;
        this.error(`${id} is loaded by import() in ${importer}, and a script has no chunks: load it by its URL.`);
      }
    }
  },
});
