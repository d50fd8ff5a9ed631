import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../scripts/paths.mjs";
import { VERSION } from "../src/core/version.ts";

const read = (name: string): Buffer => readFileSync(join(ROOT, "dist", name));
const hash = (name: string, by = "sha384"): string => `${by}-${createHash(by).update(read(name)).digest("base64")}`;
const manifest = JSON.parse(read("integrity.json").toString()) as { version: string; files: Record<string, string> };

test("the manifest has this version and every script and binary that browsers fetch, as it is in dist/", () => {
  expect(manifest.version).toBe(VERSION);
  const node = ["cli.js", "compiler.js", "train.worker.js"];
  const all = readdirSync(join(ROOT, "dist")).filter((name) => /\.(js|wasm)$/.test(name) && !node.includes(name));
  expect(all.filter((name) => manifest.files[name] !== hash(name))).toEqual([]);
});

test("the script knows client.js, and client.js whatever else a page loads", () => {
  expect(read("inkling.js").toString()).toContain(hash("client.js", "sha256"));
  const client = read("client.js").toString();
  const loaded = [
    "elements.js",
    "debug.js",
    "learning.js",
    "contributing.js",
    "privacy.js",
    "privacy-files.js",
    "consent.js",
    "sources.js",
  ];
  const engine = ["engine.worker.js", "engine.worker.classic.js", "learned.js"];
  for (const name of [...loaded, ...engine]) expect(client).toContain(`${name} ${hash(name, "sha256")}`);
  // Nothing that changes with them in turn.
  for (const name of ["inkling.js", "client.js", "index.js"]) expect(client).not.toContain(`${name} sha256`);
});
