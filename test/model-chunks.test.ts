import { brotliCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { bundle } from "../scripts/bundle.mjs";

const LIMIT_BYTES = 75_000;

/** What a learner loads once it learns: entries at once, backends when they are chosen. */
const files = await bundle({
  kind: "browser",
  format: "es",
  folder: "model",
  entries: Object.fromEntries(
    ["start", "calibrate", "runner", "probe", "head", "encoder", "slopes", "tuner"].map((name) => [
      name,
      `workers/model/${name}.ts`,
    ]),
  ),
});
const fileWith = (source: string) => files.find(({ modules }) => modules.includes(source))!;

/** Bytes, brotli, of some files and all that they load at once. */
function weightOf(paths: readonly string[]): number {
  const loaded = new Set<string>();
  const load = (path: string): void => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const name of files.find((file) => file.path === path)!.imports) load(name);
  };
  paths.forEach(load);
  return files
    .filter(({ path }) => loaded.has(path))
    .reduce((total, { code }) => total + brotliCompressSync(code).length, 0);
}

const entries = files.filter(({ path }) => !path.includes("/chunks/")).map(({ path }) => path);
const chunkOf = (backend: string): string => fileWith(`workers/model/backends/${backend}.ts`).path;

test.each([
  { named: "cpu and wasm", backends: ["cpu", "wasm"] },
  { named: "webgpu", backends: ["webgpu"] },
])("tfjs, the model and $named weigh no more than was granted", ({ backends }) => {
  const bytes = weightOf([...entries, ...backends.map(chunkOf)]);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThanOrEqual(LIMIT_BYTES);
});

test("a backend is in no other's way: each has a chunk of its own, and none is loaded at once", () => {
  const atOnce = weightOf(entries);
  for (const backend of ["cpu", "wasm", "webgpu"])
    expect(weightOf([...entries, chunkOf(backend)])).toBeGreaterThan(atOnce);
  expect(new Set(["cpu", "wasm", "webgpu"].map(chunkOf)).size).toBe(3);
});

test("nothing evaluates text", () => {
  const evaluating = files.filter(({ code }) => /\beval\s*\(|\bnew Function\b|[^.\w]Function\s*\(/.test(code));
  expect(evaluating.map(({ path }) => path)).toEqual([]);
});
