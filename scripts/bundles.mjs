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

/** @param {Record<string, string>} entries @param {Partial<Bundle>} [more] @returns {Bundle} */
const forBrowsers = (entries, more) => ({ kind: "browser", format: "es", folder: "dist", entries, ...more });

/** @type {readonly Bundle[]} */
export const BUNDLES = [
  forBrowsers({ index: "src/index.ts" }),
  forBrowsers({ elements: "src/elements.ts" }, { runsAtOnce: true }),
  forBrowsers({ consent: "src/consent.ts" }, { runsAtOnce: true }),
  forBrowsers({ privacy: "src/privacy.ts" }, { runsAtOnce: true }),
  forBrowsers({ "privacy-files": "src/privacy-files.ts" }),
  forBrowsers({ "privacy-en": "src/privacy-en.ts" }),
  forBrowsers({ "privacy-zh": "src/privacy-zh.ts" }),
  forBrowsers({ debug: "src/debug.ts" }),
  forBrowsers({ inkling: "src/global.ts" }, { format: "iife", runsAtOnce: true }),
  forBrowsers({ client: "src/client.ts" }, { runsAtOnce: true }),
  forBrowsers({ sources: "src/sources.ts" }, { runsAtOnce: true }),
  forBrowsers({ ga4: "src/ga4.ts" }, { runsAtOnce: true }),
  forBrowsers({ "json-ld": "src/json-ld.ts" }, { runsAtOnce: true }),
  forBrowsers({ woocommerce: "src/woocommerce.ts" }),
  forBrowsers({ shopify: "src/shopify.ts" }),
  forBrowsers({ "engine.worker": "workers/engine.worker.ts" }, { whole: true }),
  forBrowsers({ learned: "workers/learned.ts" }, { whole: true }),
  forBrowsers({ "engine.worker.classic": "workers/engine.worker.classic.ts" }, { format: "iife" }),
  forBrowsers({ learning: "src/learning.ts" }),
  forBrowsers({ "learner.worker": "workers/learner.worker.ts" }, { whole: true }),
  forBrowsers({ contributing: "src/contributing.ts" }),
  forBrowsers({ "reporter.worker": "workers/reporter.worker.ts" }, { whole: true }),
  forBrowsers({ tokens: "workers/tokens.ts" }, { whole: true }),
  forBrowsers({ "tfjs.wasm": "workers/model/tfjs/wasm.ts" }, { whole: true }),
  forBrowsers({ "tfjs.webgpu": "workers/model/tfjs/webgpu.ts" }, { whole: true }),
  forBrowsers({ operator: "server/operator/page/operator.ts" }),
  { kind: "node", format: "es", folder: "dist", entries: NODE },
  forBrowsers({ shop: "demo/client/shop.ts" }, { folder: "build/demo/client" }),
  forBrowsers({ device: "demo/client/device.ts" }, { folder: "build/demo/client" }),
  { kind: "tool", format: "es", folder: "build/demo", entries: { server: "demo/main.ts" } },
  { kind: "tool", format: "es", folder: "build", entries: { bench: "bench/main.ts" } },
  { kind: "tool", format: "es", folder: "build", entries: { "bench.server": "bench/server/subject.ts" } },
];

/** What browsers load of the package. */
export const IN_BROWSERS = BUNDLES.filter(({ kind, folder }) => kind === "browser" && folder === "dist");

const TFJS_WASM = "node_modules/@tensorflow/tfjs-backend-wasm/dist";

/** What is published as it is: the file in dist/, to where it comes from. */
export const COPIES = {
  "dist/operator.html": "server/operator/page/operator.html",
  "dist/operator.css": "server/operator/page/operator.css",
  "dist/uplot.css": "node_modules/uplot/dist/uPlot.min.css",
  "dist/tfjs-backend-wasm.wasm": `${TFJS_WASM}/tfjs-backend-wasm.wasm`,
  "dist/tfjs-backend-wasm-simd.wasm": `${TFJS_WASM}/tfjs-backend-wasm-simd.wasm`,
};
