import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../scripts/paths.mjs";
import { VERSION } from "../src/core/version.ts";
import { atOnce, builtBundles, strangers } from "./architecture/bundles.ts";
import { type Rule, violations } from "./architecture/rules.ts";

const NOT_SOURCES = /^(node_modules|dist|build|coverage|\..*)$/;

/** Every TypeScript and JavaScript file of the repository, by its path with forward slashes. */
function sources(folder = ""): Map<string, string> {
  const entries = readdirSync(join(ROOT, folder), { withFileTypes: true });
  return new Map(
    entries.flatMap((entry): [string, string][] => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return NOT_SOURCES.test(entry.name) ? [] : [...sources(path)];
      return /\.[cm]?[jt]sx?$/.test(entry.name) ? [[path, readFileSync(join(ROOT, path), "utf8")]] : [];
    }),
  );
}

test("every file keeps to its room", () => {
  const files = sources();
  expect(files.size).toBeGreaterThan(20);
  const found = violations(files).map(({ path, line, rule, message }) => `${path}:${line} ${rule}: ${message}`);
  expect(found).toEqual([]);
});

describe("the rules catch what they are for", () => {
  const BAD: readonly (readonly [rule: Rule, line: number, path: string, text: string])[] = [
    ["home", 1, "helpers/x.ts", "export const a = 1;"],
    ["room", 1, "src/core/x.ts", 'import { a } from "../page/a.ts";'],
    ["room", 2, "src/core/x.ts", '\nimport type { A } from "../page/a.ts";'],
    ["room", 1, "src/page/x.ts", 'import "../../workers/store/a.ts";'],
    ["room", 1, "src/page/x.ts", 'const load = () => import("../../compiler/a.ts");'],
    ["room", 1, "src/page/x.ts", 'let a: import("../../workers/engine.ts").A;'],
    ["room", 1, "workers/engine.ts", 'import { a } from "./model/a.ts";'],
    ["room", 1, "workers/store/x.ts", 'import { a } from "../federated/a.ts";'],
    ["room", 1, "workers/kernels/x.ts", 'import { a } from "../model/a.ts";'],
    ["room", 1, "compiler/x.ts", 'export { a } from "../lab/a.ts"; const b = 1;'],
    ["room", 1, "lab/x.ts", 'import { a } from "../cli/a.ts";'],
    ["room", 1, "cli/x.ts", 'import { a } from "../src/page/a.ts";'],
    ["room", 1, "demo/x.ts", 'import { a } from "../src/index.ts";'],
    ["room", 1, "lab/x.ts", 'import { a } from "../test/a.ts";'],
    ["room", 1, "src/page/x.ts", 'import { a } from "../../elsewhere/a.ts";'],
    ["package", 1, "src/core/x.ts", 'import { wrap } from "comlink";'],
    ["package", 1, "src/page/x.ts", 'import { openDB } from "idb";'],
    ["package", 1, "src/page/x.ts", 'import { wrap } from "comlink";'],
    ["package", 1, "src/page/x.ts", 'import * as tf from "@tensorflow/tfjs-core";'],
    ["package", 1, "workers/engine.ts", 'import type { Tensor } from "@tensorflow/tfjs-core";'],
    ["package", 1, "compiler/x.ts", 'import { z } from "csv-parser";'],
    ["package", 1, "demo/x.ts", 'import { wrap } from "comlink";'],
    ["node", 1, "src/core/x.ts", 'import { join } from "node:path";'],
    ["node", 1, "workers/store/x.ts", 'import { join } from "node:path";'],
    ["rank", 1, "src/core/event/x.ts", 'import { a } from "../rank/a.ts";'],
    ["rank", 1, "src/core/event/x.ts", 'import type { A } from "../catalogue/a.ts";'],
    ["rank", 1, "src/core/bytes.ts", 'import { a } from "./catalogue/a.ts";'],
    ["rank", 1, "src/core/rank/x.ts", 'import { a } from "../privacy/a.ts";'],
    ["rank", 1, "src/core/rank/x.ts", 'import { a } from "../unheard-of/a.ts";'],
    ["door", 1, "src/page/x.ts", 'import { createInkling } from "../index.ts";'],
    ["door", 1, "compiler/feed/x.ts", 'import { compile } from "../index.ts";'],
    ["pure", 1, "src/core/x.ts", "export const a = Date.now();"],
    ["pure", 1, "src/core/x.ts", "export const a = new Date();"],
    ["pure", 1, "src/core/x.ts", "export const a = Math.random();"],
    ["pure", 1, "src/core/x.ts", "export const a = { crypto };"],
    ["pure", 2, "src/core/x.ts", "declare const document: object;\nexport const a = document;"],
    ["pure", 1, "src/core/x.ts", "export const a = () => setTimeout(() => {}, 1);"],
    ["pure", 1, "src/core/x.ts", "export const a = process.env.X;"],
    ["pure", 1, "src/core/x.ts", '/// <reference lib="dom" />\nexport const a = 1;'],
    ["chance", 1, "workers/federated/x.ts", "export const a = (() => {}) as SeededRandom;"],
    ["chance", 1, "src/core/privacy/x.ts", "export const a = (() => {}) as unknown as SeededRandom;"],
    ["chance", 1, "lab/x.ts", "export const a = (() => {}) as SecureRandom;"],
    ["float-noise", 1, "src/core/privacy/noise/x.ts", "export const a = (x: number) => Math.log(x);"],
    ["pure", 1, "src/core/privacy/vector/encode.ts", "export const a = Math.random();"],
    ["any", 1, "lab/x.ts", "export const a = 1 as any;"],
    ["barrel", 1, "src/core/rank/index.ts", 'export * from "./a.ts";'],
    ["barrel", 1, "compiler/all.ts", 'import { a } from "./a.ts"; export { a };'],
    ["cycle", 1, "lab/x.ts", 'import { a } from "./x.ts"; export const b = a;'],
  ];

  test.each(BAD)("%s, line %i of %s: %s", (rule, line, path, text) => {
    expect(violations(new Map([[path, text]]))).toEqual([expect.objectContaining({ rule, line, path })]);
  });

  test("a circle through several files and a type names every file of it", () => {
    const files = new Map([
      ["lab/a.ts", 'import { b } from "./b.ts";\nexport const a = b;'],
      ["lab/b.ts", 'import type { C } from "./c.ts";\nexport const b: C = 1;'],
      ["lab/c.ts", '\nimport("./a.ts");\nexport type C = number;'],
    ]);
    expect(violations(files)).toEqual([
      {
        rule: "cycle",
        path: "lab/c.ts",
        line: 2,
        message: "a circle of imports: lab/a.ts > lab/b.ts > lab/c.ts > lab/a.ts",
      },
    ]);
  });
});

test("the rules leave alone what is allowed", () => {
  const files = new Map([
    [
      "src/core/event/a.ts",
      'import { bytes } from "../bytes.ts";\nexport const window = (performance: number) => bytes + performance;',
    ],
    [
      "src/core/rank/a.ts",
      'import { window } from "../event/a.ts";\nexport const at = (x: { process: number }) => new Date(x.process + window(1));',
    ],
    [
      "src/page/a.ts",
      'import { a } from "../core/event/a.ts";\na(new Worker(new URL("../../workers/engine.worker.ts", import.meta.url)));',
    ],
    ["src/index.ts", 'export { a } from "./page/a.ts";'],
    ["workers/engine.worker.ts", 'import { a } from "./engine.ts";\na();'],
    ["workers/engine.ts", 'import { a } from "./store/a.ts";\nserve(a);'],
    [
      "compiler/a.ts",
      'import { parse } from "csv-parse/sync";\nimport { readFileSync } from "node:fs";\nparse(readFileSync("a"));',
    ],
    ["cli/a.ts", 'const run = () => import("../lab/a.ts");\nrun();'],
    [
      "demo/a.ts",
      'import { createInkling } from "inkling";\nimport { compile } from "inkling/compiler";\ncreateInkling(compile);',
    ],
    ["lab/seeded.ts", "export const a = (() => {}) as SeededRandom;"],
    ["src/core/privacy/random.ts", "export const a = (() => {}) as SecureRandom;"],
    ["src/core/privacy/noise/a.ts", "export const a = (x: number) => Math.floor(x);"],
    ["test/a.ts", 'import { a } from "../bench/a.ts";\na();'],
  ]);
  expect(violations(files)).toEqual([]);
});

describe("the bundles", () => {
  const PAGE = ["core", "page"];
  const ENGINE = ["core", "workers/store", "workers/serve", "engine", "idb"];
  const LEARNER = ["core", "workers/store", "workers/serve", "workers/kernels", "learner", "workers/model", "idb"];
  const REPORTER = [
    ...["core", "workers/store", "workers/serve", "reporter", "workers/federated"],
    ...["idb", "hpke", "@noble/ed25519"],
  ];
  const ALLOWED = {
    "dist/index.js": PAGE,
    "dist/elements.js": PAGE,
    "dist/debug.js": PAGE,
    "dist/inkling.js": PAGE,
    "dist/client.js": PAGE,
    "dist/sources.js": PAGE,
    "dist/ga4.js": PAGE,
    "dist/json-ld.js": PAGE,
    "dist/woocommerce.js": PAGE,
    "dist/shopify.js": PAGE,
    "dist/engine.worker.js": ENGINE,
    "dist/engine.worker.classic.js": ENGINE,
    "dist/learned.js": ["core", "workers/kernels", "learned parts"],
    "dist/learning.js": PAGE,
    // What of the model needs tfjs is in files of its own.
    "dist/learner.worker.js": LEARNER,
    "dist/contributing.js": PAGE,
    "dist/reporter.worker.js": REPORTER,
    "dist/tokens.js": ["core", "workers/federated", "token parts", "@cloudflare/blindrsa-ts", "@noble/hashes"],
    "dist/operator.js": ["core", "operator page", "uplot"],
    // The rest of the command is loaded when a subcommand needs it: --help and --version answer at once.
    "dist/cli.js": ["core", "cli", "cac"],
  };

  test.each(Object.entries(ALLOWED))("%s holds only what belongs to it: no tfjs, no other room", (path, allowed) => {
    const bundles = atOnce(builtBundles(), path);
    expect(bundles.length).toBeGreaterThan(0);
    expect(bundles.flatMap((bundle) => strangers(bundle, allowed))).toEqual([]);
  });

  test.each(Object.keys(ALLOWED).filter((path) => !/cli|learner/.test(path)))(
    "%s names neither tfjs nor Node",
    (path) => {
      const text = readFileSync(join(ROOT, path), "utf8");
      expect(text.match(/tensorflow|tfjs|process\.env|["'`]node:/gi) ?? []).toEqual([]);
    },
  );

  test("a stranger is named", () => {
    const modules = ["src/page/a.ts", "node_modules/@tensorflow/tfjs-core/dist/index.js", "rolldown/runtime.js"];
    expect(strangers({ path: "dist/index.js", modules, imports: [] }, PAGE)).toEqual([
      "dist/index.js contains @tensorflow/tfjs-core (node_modules/@tensorflow/tfjs-core/dist/index.js)",
    ]);
  });

  test("what a chunk holds counts for the file that loads it", () => {
    const chunk = { path: "dist/b.js", modules: ["lab/a.ts"], imports: ["dist/a.js"] };
    const entry = { path: "dist/a.js", modules: [], imports: ["dist/b.js", "node:fs"] };
    expect(atOnce([entry, chunk], "dist/a.js")).toEqual([entry, chunk]);
  });
});

test("the version in the code is the package's", () => {
  expect(VERSION).toBe(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).version);
});
