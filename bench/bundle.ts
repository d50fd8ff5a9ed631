import { basename } from "node:path";
import { type RolldownBuild, rolldown } from "rolldown";

/** Where the bundles lie, from the repository's folder. */
export const BUNDLES = "build/bench/browser";

/** Node's modules, which tfjs asks for where it runs in Node. */
const NODE_ONLY = /^(fs|path|worker_threads|perf_hooks|util|string_decoder|crypto|os)$/;

/** Bundles what runs in the browser: the page and its workers, ES modules that share chunks. */
export async function bundleBrowserSide(): Promise<void> {
  const names = [
    "page",
    "engine.worker",
    "tfjs.worker",
    "idb.worker",
    "kernels.worker",
    "model.worker",
    "report.worker",
  ];
  const build = await bundled(names.map((name) => `bench/browser/${name}.ts`));
  await build.write({ dir: BUNDLES, format: "es", minify: true });
  await build.close();
}

/** What a browser would load of some sources and all that they import: a text a file. */
export async function bundledCode(sources: readonly string[]): Promise<string[]> {
  const build = await bundled(sources);
  const { output } = await build.generate({ format: "es", minify: true });
  await build.close();
  return output.flatMap((file) => (file.type === "chunk" ? file.code : []));
}

function bundled(sources: readonly string[]): Promise<RolldownBuild> {
  return rolldown({
    input: Object.fromEntries(sources.map((source) => [basename(source, ".ts"), source])),
    platform: "browser",
    external: NODE_ONLY,
    transform: { target: "es2022" },
    // tfjs asks whether it runs in Node before it uses what Node alone has.
    onLog: (level, log) => void (level === "warn" && console.error(log.message)),
  });
}
