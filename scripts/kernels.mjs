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
      const hex = Buffer.from(module.toBinary({}).buffer).toString("hex");
      module.destroy();
      return [path.replace(/wat$/, "wasm.ts"), generated(path.split("/").at(-1), hex)];
    }),
  );
}

/**
 * Base 16, because a byte is then the same two letters wherever it stands: brotli finds what repeats, which base64 hides from it.
 *
 * @param {string | undefined} source @param {string} hex
 */
const generated = (source, hex) => `// Generated from ${source} by scripts/kernels.mjs.
/** A WebAssembly module, two hexadecimal digits a byte. */
export const WASM =
  "${hex}";
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of await generatedKernels()) writeFileSync(join(ROOT, path), text);
}
