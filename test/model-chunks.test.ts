import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../scripts/paths.mjs";
import { builtBundles } from "./architecture/bundles.ts";

/** What a learner loads by address once it learns, and a reporter where a plan asks for tokens; .size-limit.json holds its weight. */
const FILES = ["dist/tfjs.wasm.js", "dist/tfjs.webgpu.js", "dist/tokens.js", "dist/learned.js"];
const NAMED = /new URL\("\.\/([\w.-]+)",import\.meta\.url\)/g;

describe.each(FILES)("%s", (path) => {
  const text = readFileSync(join(ROOT, path), "utf8");

  test("is one file: bundlers that pass it on as it is lose nothing", () => {
    expect(builtBundles().find((bundle) => bundle.path === path)?.imports).toEqual([]);
    expect(text.match(/\bimport\s*\(|\bfrom\s*["'`]/g) ?? []).toEqual([]);
  });

  test("evaluates no text", () => {
    expect(text.match(/\beval\s*\(|\bnew Function\b|[^.\w]Function\s*\(/g) ?? []).toEqual([]);
  });
});

/** What a consumer's bundler goes through. A method named import takes two arguments. */
const BUNDLED = ["dist/index.js", "dist/engine.worker.js", "dist/learner.worker.js", "dist/reporter.worker.js"];

test.each(BUNDLED)(
  "whatever %s imports by address is left to browsers by every bundler, in the words of each",
  (path) => {
    const imports = readFileSync(join(ROOT, path), "utf8").match(/\bimport\((?!\w+,)[^)]*/g) ?? [];
    expect(imports.length).toBeGreaterThan(0);
    for (const text of imports) expect(text).toMatch(/@vite-ignore \*\/\s*\/\* webpackIgnore: true \*\//);
  },
);

test("no backend is in another's file, and each is in one", () => {
  const of = (source: string): readonly string[] =>
    builtBundles().flatMap(({ path, modules }) => (FILES.includes(path) && modules.includes(source) ? [path] : []));
  expect(of("workers/model/backends/webgpu.ts")).toEqual(["dist/tfjs.webgpu.js"]);
  expect(of("workers/model/backends/wasm.ts")).toEqual(["dist/tfjs.wasm.js"]);
  expect(of("workers/model/backends/cpu.ts")).toEqual(["dist/tfjs.wasm.js"]);
});

test("the code of tokens is in its own file, and in no other", () => {
  const holders = builtBundles().flatMap(({ path, modules }) =>
    modules.includes("workers/federated/tokens/blind.ts") ? [path] : [],
  );
  expect(holders).toEqual(["dist/tokens.js"]);
  expect(readFileSync(join(ROOT, "dist/reporter.worker.js"), "utf8")).toContain(
    'new URL("./tokens.js",import.meta.url)',
  );
});

test("all that the learner names beside it is published there, in the words that bundlers look for", () => {
  const text = readFileSync(join(ROOT, "dist/learner.worker.js"), "utf8");
  const names = [...text.matchAll(NAMED)].map(([, name]) => name!);
  expect(names.sort()).toEqual([
    "learned.js",
    "tfjs-backend-wasm-simd.wasm",
    "tfjs-backend-wasm.wasm",
    "tfjs.wasm.js",
    "tfjs.webgpu.js",
  ]);
  for (const name of names) expect(readFileSync(join(ROOT, "dist", name)).length).toBeGreaterThan(10_000);
});
