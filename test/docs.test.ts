import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { STUB } from "../src/page/stub.ts";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const text = readFileSync(join(ROOT, "docs/sdk.md"), "utf8");

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  allowImportingTsExtensions: true,
  customConditions: ["inkling-source"],
  skipLibCheck: true,
  noEmit: true,
};

/** What the compiler says of files that exist in memory only, in the repository's folder: they import the package by name. */
function complaints(sources: ReadonlyMap<string, string>): string[] {
  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, target, ...rest) => {
    const source = sources.get(name);
    return source === undefined
      ? getSourceFile.call(host, name, target, ...rest)
      : ts.createSourceFile(name, source, target);
  };
  host.fileExists = (name) => sources.has(name) || fileExists.call(host, name);
  host.readFile = (name) => sources.get(name) ?? readFile.call(host, name);
  const program = ts.createProgram([...sources.keys()], OPTIONS, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
}

describe("docs/sdk.md", () => {
  const examples = [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code!);

  test("its examples compile against the package", () => {
    expect(examples.length).toBeGreaterThan(3);
    expect(complaints(new Map(examples.map((code, i) => [join(ROOT, `example-${i}.ts`), code])))).toEqual([]);
  });

  test("an example that does not compile would be noticed", () => {
    const wrong = 'import { createInkling } from "inkling";\nawait createInkling({ catalogue: 1 });\n';
    expect(complaints(new Map([[join(ROOT, "wrong.ts"), wrong]])).join()).toMatch(/catalogue/);
  });

  test("gives the stub that the script answers", () => {
    expect(text).toContain(`<script>${STUB}</script>`);
  });

  test.each(["kind", "about", "n", "template", "item-selector", "data-consent", "data-catalog"])("names %s", (name) => {
    expect(text).toContain(`\`${name}\``);
  });
});
