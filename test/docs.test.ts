import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { STUB } from "../src/page/stub.ts";
import { filesUnder } from "./e2e/support/guide.ts";

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
function complaints(sources: ReadonlyMap<string, string>, options = OPTIONS): string[] {
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, target, ...rest) => {
    const source = sources.get(name);
    return source === undefined
      ? getSourceFile.call(host, name, target, ...rest)
      : ts.createSourceFile(name, source, target);
  };
  host.fileExists = (name) => sources.has(name) || fileExists.call(host, name);
  host.readFile = (name) => sources.get(name) ?? readFile.call(host, name);
  // Folders of such files are nowhere else.
  host.directoryExists = () => true;
  const program = ts.createProgram([...sources.keys()], options, host);
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

/** As a shop has the package: its declarations, as they are built. */
const SHOP: ts.CompilerOptions = { ...OPTIONS, customConditions: [], jsx: ts.JsxEmit.ReactJSX };

/** What the quick starts use of React, whose types are not installed, and of Nuxt, which is not: what a plugin provides is `$name` of its app. */
const FRAMEWORKS = `
declare module "react" {
  import type { JSX } from "react/jsx-runtime";
  export type ReactNode = JSX.Element | string | number | boolean | null | undefined | readonly ReactNode[];
  export interface Context<T> {
    Provider(props: { value: T; children?: ReactNode }): JSX.Element;
  }
  export function createContext<T>(value: T): Context<T>;
  export function useContext<T>(context: Context<T>): T;
  export function useEffect(effect: () => void | (() => void), on?: readonly unknown[]): void;
  export function useState<T>(first: T): [T, (next: T | ((before: T) => T)) => void];
  export function useState<T>(): [T | undefined, (next: T | undefined) => void];
}
declare module "react/jsx-runtime" {
  export namespace JSX {
    interface Element {
      readonly type: unknown;
    }
    interface ElementChildrenAttribute {
      children: unknown;
    }
    interface IntrinsicAttributes {
      key?: string;
    }
    interface IntrinsicElements {
      [name: string]: object;
    }
  }
  export const jsx: unknown;
  export const jsxs: unknown;
}
declare function defineNuxtConfig(config: {
  compatibilityDate?: string;
  vite?: { optimizeDeps?: { exclude?: readonly string[] } };
}): unknown;
declare function defineNuxtPlugin<T>(setup: () => Promise<{ provide: T }>): T;
type Provided = typeof import("./app/plugins/inkling.client.ts").default;
declare function useNuxtApp(): { [Name in keyof Provided & string as \`$\${Name}\`]: Provided[Name] };
`;

/** The quick starts' files for the compiler; of a component of Vue its script. */
function shopOf(change: (code: string) => string = (code) => code): Map<string, string> {
  const files = new Map([[join(ROOT, "frameworks.d.ts"), FRAMEWORKS]]);
  for (const [path, code] of [...filesUnder("Next.js"), ...filesUnder("Nuxt")]) {
    const script = path.endsWith(".vue") ? /^<script setup lang="ts">\n([\s\S]*?)^<\/script>$/m.exec(code)?.[1] : code;
    if (/\.(tsx?|vue)$/.test(path)) files.set(join(ROOT, path.replace(/\.vue$/, ".vue.ts")), change(script ?? ""));
  }
  return files;
}

describe("docs/quick-starts.md", () => {
  const guide = readFileSync(join(ROOT, "docs/quick-starts.md"), "utf8");

  test("every piece in TypeScript is a file that has a name, and all compile against the package's declarations", () => {
    const files = shopOf();
    expect(files.size - 1).toBe([...guide.matchAll(/^```(?:tsx?|vue)$/gm)].length);
    expect([...files.values()].every((code) => code.includes("inkling"))).toBe(true);
    expect(complaints(files, SHOP)).toEqual([]);
  });

  test("one that does not compile would be noticed, in each of them", () => {
    const wrong = shopOf((code) => code.replace("catalog:", "catalogue:").replace("rank({ ids:", "rank({ id:"));
    const files = complaints(wrong, SHOP).map((line) => /([^/]+):/.exec(line)?.[1]);
    expect(new Set(files)).toEqual(new Set(["inkling.tsx", "picks.tsx", "inkling.client.ts", "Picks.vue.ts"]));
  });
});
