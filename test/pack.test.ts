import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { npm } from "../scripts/npm.mjs";
import { ROOT, tool } from "../scripts/paths.mjs";
import { VERSION } from "../src/core/version.ts";
import { type Consumer, createConsumer } from "./consumer.ts";

let consumer: Consumer;
beforeAll(() => {
  consumer = createConsumer();
}, 300_000);
afterAll(() => consumer?.remove());

const APP = `
import { createInkling } from "inkling";
const inkling = await createInkling({ catalog: "/catalog.json" });
document.title = (await inkling.status()).version;
`;

const TYPED = `
import { createInkling, type Inkling, type Status } from "inkling";
import * as elements from "inkling/elements";
import { openDebug } from "inkling/debug";
import * as compiler from "inkling/compiler";

const inkling: Inkling = await createInkling({ catalog: new URL("https://shop.example/catalog.json") });
const status: Status = await inkling.ready;
const reply = await inkling.rank({ category: "Shoes > Running", n: 4 });
export const words: readonly string[] = reply.items.map(({ reason }) => reason.text);
// @ts-expect-error: were the types missing, anything would be allowed
inkling.unheardOf();
openDebug(inkling);
export { compiler, elements, status };
`;

describe("the package in somebody else's project", () => {
  test("is at most 5 MB and carries only what is published", () => {
    expect(consumer.unpackedSize).toBeLessThanOrEqual(5_000_000);
    const others = consumer.files.filter(
      (path) => !/^(dist|docs)\/|^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(path),
    );
    expect(others).toEqual([]);
    expect(consumer.files).toContain("dist/THIRD-PARTY.txt");
  });

  test("has all that its pages link to", () => {
    const pages = consumer.files.filter((path) => path.endsWith(".md"));
    const targets = pages.flatMap((page) => {
      const text = readFileSync(join(consumer.folder, "node_modules/inkling", page), "utf8");
      const links = [...text.matchAll(/\]\((?![a-z]+:|#)([^)\s#]+)/g)].map(([, link]) => link!);
      return links.map((link) => posix.join(posix.dirname(page), link));
    });
    expect(targets).toContain("docs/bench/README.md");
    expect(targets.filter((target) => !consumer.files.includes(target))).toEqual([]);
  });

  test("brings no other package", () => {
    const packages = readdirSync(join(consumer.folder, "node_modules")).filter((name) => !name.startsWith("."));
    expect(packages).toEqual(["inkling"]);
    const manifest = JSON.parse(readFileSync(join(consumer.folder, "node_modules/inkling/package.json"), "utf8"));
    expect(manifest.dependencies ?? {}).toEqual({});
  });

  test("runs its command", () => {
    expect(consumer.npm("exec", "--offline", "--no", "--", "inkling", "--version")).toContain(VERSION);
    expect(consumer.npm("exec", "--offline", "--no", "--", "inkling", "--help")).toMatch(/\bbuild\b[\s\S]*\beval\b/);
  });

  test("loads in Node, where there is no page", () => {
    const script = `for (const door of ["inkling", "inkling/elements", "inkling/debug", "inkling/compiler"])
      console.log(door, Object.keys(await import(door)).length > 0)`;
    const loaded = ["inkling true", "inkling/elements true", "inkling/debug true", "inkling/compiler true", ""];
    expect(consumer.node("--input-type=module", "-e", script).split("\n")).toEqual(loaded);
  });

  test.each([
    ["bundler", "ESNext"],
    ["nodenext", "NodeNext"],
    // Which knows no "exports", and which compilers from version 6 on want silenced.
    ["node", "ESNext"],
  ])("has types under moduleResolution %s", (moduleResolution, module) => {
    const compilerOptions = {
      module,
      moduleResolution,
      target: "ES2022",
      lib: ["ES2023", "DOM", "DOM.Iterable"],
      types: [],
      strict: true,
      noEmit: true,
      ...(moduleResolution === "node" && { ignoreDeprecations: "6.0" }),
    };
    consumer.write("typed.ts", TYPED);
    consumer.write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["typed.ts"] }));
    expect(consumer.node(tool("typescript", "tsc"), "--project", "tsconfig.json")).toBe("");
  });

  test("lets Vite find and emit the workers, and what they load by address", async () => {
    consumer.write("index.html", '<!doctype html><title>a shop</title><script type="module" src="/app.js"></script>');
    consumer.write("app.js", APP);
    await build({
      root: consumer.folder,
      configFile: false,
      logLevel: "error",
      build: {
        target: "es2022",
        // What a slow machine takes is no fault of the package.
        rolldownOptions: { checks: { bundlerTimings: false }, onwarn: (warning) => expect.fail(warning.message) },
      },
    });
    const assets = readdirSync(join(consumer.folder, "dist/assets"));
    const page = assets.find((name) => /^index-.+\.js$/.test(name)) ?? "";
    const code = readFileSync(join(consumer.folder, "dist/assets", page), "utf8");
    const emitted = (name: string): string => {
      const [stem, ending] = name.split(/\.(?=\w+$)/) as [string, string];
      return assets.find((asset) => asset.startsWith(`${stem}-`) && asset.endsWith(`.${ending}`)) ?? `no ${name}`;
    };
    const reporter = readFileSync(join(consumer.folder, "dist/assets", emitted("reporter.worker.js")), "utf8");
    expect(reporter).toContain(emitted("tokens.js"));
    for (const name of ["engine.worker.js", "learned.js", "learner.worker.js"]) {
      expect(assets).toContain(emitted(name));
      expect(code).toContain(emitted(name));
    }
    const learner = readFileSync(join(consumer.folder, "dist/assets", emitted("learner.worker.js")), "utf8");
    const beside = ["tfjs.wasm.js", "tfjs.webgpu.js", "tfjs-backend-wasm.wasm", "tfjs-backend-wasm-simd.wasm"];
    for (const name of [...beside, "learned.js"]) {
      expect(learner).toContain(emitted(name));
      // As it is: what it holds is named by its own bytes.
      const original = join(consumer.folder, "node_modules/inkling/dist", name);
      expect(readFileSync(join(consumer.folder, "dist/assets", emitted(name)))).toEqual(readFileSync(original));
    }
  });
});

test("npx inkling runs what is built, in this repository too", () => {
  const { stdout } = npm(["exec", "--offline", "--no", "--", "inkling", "--version"], { cwd: ROOT, stdio: "pipe" });
  expect(stdout).toContain(VERSION);
  const direct = spawnSync(process.execPath, [join(ROOT, "dist/cli.js"), "--version"], { encoding: "utf8" });
  expect(direct.stdout).toContain(VERSION);
});
