/** @typedef {import("rolldown").Plugin} Plugin */

const SOURCE = /new URL\(\s*"[^"]*\/([\w.]+)\.ts"\s*,\s*import\.meta\.url\s*\)/g;
const BESIDE = /new URL\("\.\/([\w.]+\.worker\.js)", import\.meta\.url\)/g;
const MINIFIED = /new URL\(`(\.\/[\w.]+\.worker\.js)`,\s*import\.meta\.url\)(,\s*\{\s*type:\s*)`module`/g;

/**
 * In the sources a worker is named by its TypeScript file, which Vite's dev server resolves; in the package it lies
 * beside the bundle. The minifier's back-ticks are undone: bundlers look for the literal
 * `new Worker(new URL("./x.worker.js", import.meta.url), { type: "module" })`.
 * @returns {Plugin}
 */
export const workerUrls = () => ({
  name: "worker-urls",
  transform: {
    filter: { code: "import.meta.url" },
    handler: (code) => code.replace(SOURCE, 'new URL("./$1.js", import.meta.url)'),
  },
  generateBundle(_options, files) {
    for (const file of Object.values(files)) {
      if (file.type !== "chunk") continue;
      file.code = file.code.replace(MINIFIED, 'new URL("$1",import.meta.url)$2"module"');
      // A shared chunk lies one folder below.
      if (file.fileName.includes("/")) file.code = file.code.replace(BESIDE, 'new URL("../$1", import.meta.url)');
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
