// Compiles every .wat of FOLDERS into a TypeScript file beside it that carries the bytes: no file to fetch, so no
// address to configure, and the same import in Node and in browsers. Run after changing a .wat.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import wabt from "wabt";
import { ROOT } from "./paths.mjs";

const FOLDERS = ["workers/kernels", "bench/browser"];

/**
 * The generated files, by path from the repository's folder.
 * @returns {Promise<Map<string, string>>}
 */
export async function generatedKernels() {
  const { parseWat } = await wabt();
  const paths = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".wat"))
      .map((path) => `${folder}/${path.replaceAll("\\", "/")}`),
  );
  return new Map(
    paths.map((path) => {
      const module = parseWat(path, readFileSync(join(ROOT, path), "utf8"));
      module.validate();
      const base64 = Buffer.from(module.toBinary({}).buffer).toString("base64");
      module.destroy();
      return [path.replace(/wat$/, "wasm.ts"), generated(path.split("/").at(-1), base64)];
    }),
  );
}

/** @param {string | undefined} source @param {string} base64 */
const generated = (source, base64) => `// Generated from ${source} by scripts/kernels.mjs.
/** A WebAssembly module as base64. */
export const WASM =
  "${base64}";
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of await generatedKernels()) writeFileSync(join(ROOT, path), text);
}
