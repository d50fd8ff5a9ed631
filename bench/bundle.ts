import { rolldown } from "rolldown";

/** Where the bundles lie, from the repository's folder. */
export const BUNDLES = "build/bench/browser";

/** Node's modules, which tfjs asks for where it runs in Node. */
const NODE_ONLY = /^(fs|path|worker_threads|perf_hooks|util|string_decoder|crypto|os)$/;

/** Bundles what runs in the browser: the page and its workers, ES modules that share chunks. */
export async function bundleBrowserSide(): Promise<void> {
  const names = ["page", "engine.worker", "tfjs.worker", "idb.worker", "kernels.worker"];
  const build = await rolldown({
    input: Object.fromEntries(names.map((name) => [name, `bench/browser/${name}.ts`])),
    platform: "browser",
    external: NODE_ONLY,
    transform: { target: "es2022" },
    // tfjs asks whether it runs in Node before it uses what Node alone has.
    onLog: (level, log) => void (level === "warn" && console.error(log.message)),
  });
  await build.write({ dir: BUNDLES, format: "es", minify: true });
  await build.close();
}
