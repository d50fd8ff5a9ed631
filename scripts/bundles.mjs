/**
 * What the build makes. `browser` bundles are one minified file each, with everything in them; `node` bundles share
 * chunks and leave optional peers outside; `tool` bundles serve this repository only and leave every package outside.
 *
 * @typedef {object} Bundle
 * @property {"browser" | "node" | "tool"} kind
 * @property {"es" | "iife"} format
 * @property {string} folder Where the files go.
 * @property {Record<string, string>} entries File name without .js, to source.
 * @property {boolean} [whole] A thread's own, or loaded by its address: those who bundle what starts it keep all of it.
 * @property {boolean} [runsAtOnce] Nearly all of it is called on the page's own thread as soon as it is there.
 */

/** The threads of a training find their file beside the others. */
export const NODE = {
  cli: "cli/main.ts",
  compiler: "compiler/index.ts",
  "train.worker": "compiler/train/train.worker.ts",
};

/** @type {readonly Bundle[]} */
export const BUNDLES = [
  { kind: "browser", format: "es", folder: "dist", entries: { index: "src/index.ts" } },
  { kind: "browser", format: "es", folder: "dist", entries: { elements: "src/elements.ts" } },
  { kind: "browser", format: "es", folder: "dist", entries: { consent: "src/consent.ts" }, runsAtOnce: true },
  { kind: "browser", format: "es", folder: "dist", entries: { privacy: "src/privacy.ts" } },
  { kind: "browser", format: "es", folder: "dist", entries: { "privacy-en": "src/privacy-en.ts" } },
  { kind: "browser", format: "es", folder: "dist", entries: { "privacy-zh": "src/privacy-zh.ts" } },
  { kind: "browser", format: "es", folder: "dist", entries: { debug: "src/debug.ts" } },
  { kind: "browser", format: "iife", folder: "dist", entries: { inkling: "src/global.ts" }, runsAtOnce: true },
  { kind: "browser", format: "es", folder: "dist", entries: { client: "src/client.ts" }, runsAtOnce: true },
  { kind: "browser", format: "es", folder: "dist", entries: { sources: "src/sources.ts" }, runsAtOnce: true },
  { kind: "browser", format: "es", folder: "dist", entries: { ga4: "src/ga4.ts" }, runsAtOnce: true },
  { kind: "browser", format: "es", folder: "dist", entries: { "json-ld": "src/json-ld.ts" }, runsAtOnce: true },
  { kind: "browser", format: "es", folder: "dist", entries: { woocommerce: "src/woocommerce.ts" } },
  { kind: "browser", format: "es", folder: "dist", entries: { shopify: "src/shopify.ts" } },
  {
    kind: "browser",
    format: "es",
    folder: "dist",
    entries: { "engine.worker": "workers/engine.worker.ts" },
    whole: true,
  },
  { kind: "browser", format: "es", folder: "dist", entries: { learned: "workers/learned.ts" }, whole: true },
  {
    kind: "browser",
    format: "iife",
    folder: "dist",
    entries: { "engine.worker.classic": "workers/engine.worker.classic.ts" },
  },
  { kind: "browser", format: "es", folder: "dist", entries: { learning: "src/learning.ts" } },
  {
    kind: "browser",
    format: "es",
    folder: "dist",
    entries: { "learner.worker": "workers/learner.worker.ts" },
    whole: true,
  },
  { kind: "browser", format: "es", folder: "dist", entries: { contributing: "src/contributing.ts" } },
  {
    kind: "browser",
    format: "es",
    folder: "dist",
    entries: { "reporter.worker": "workers/reporter.worker.ts" },
    whole: true,
  },
  { kind: "browser", format: "es", folder: "dist", entries: { tokens: "workers/tokens.ts" }, whole: true },
  {
    kind: "browser",
    format: "es",
    folder: "dist",
    entries: { "tfjs.wasm": "workers/model/tfjs/wasm.ts" },
    whole: true,
  },
  {
    kind: "browser",
    format: "es",
    folder: "dist",
    entries: { "tfjs.webgpu": "workers/model/tfjs/webgpu.ts" },
    whole: true,
  },
  { kind: "browser", format: "es", folder: "dist", entries: { operator: "server/operator/page/operator.ts" } },
  { kind: "node", format: "es", folder: "dist", entries: NODE },
  { kind: "browser", format: "es", folder: "build/demo/client", entries: { shop: "demo/client/shop.ts" } },
  { kind: "browser", format: "es", folder: "build/demo/client", entries: { device: "demo/client/device.ts" } },
  { kind: "tool", format: "es", folder: "build/demo", entries: { server: "demo/main.ts" } },
  { kind: "tool", format: "es", folder: "build", entries: { bench: "bench/main.ts" } },
  { kind: "tool", format: "es", folder: "build", entries: { "bench.server": "bench/server/subject.ts" } },
];

const TFJS_WASM = "node_modules/@tensorflow/tfjs-backend-wasm/dist";

/** What is published as it is: the file in dist/, to where it comes from. */
export const COPIES = {
  "dist/operator.html": "server/operator/page/operator.html",
  "dist/operator.css": "server/operator/page/operator.css",
  "dist/uplot.css": "node_modules/uplot/dist/uPlot.min.css",
  "dist/tfjs-backend-wasm.wasm": `${TFJS_WASM}/tfjs-backend-wasm.wasm`,
  "dist/tfjs-backend-wasm-simd.wasm": `${TFJS_WASM}/tfjs-backend-wasm-simd.wasm`,
};
