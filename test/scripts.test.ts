import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Plugin, rolldown } from "rolldown";
import { afterAll, describe, expect, test } from "vitest";
import { limited } from "../scripts/limited.mjs";
import { ROOT } from "../scripts/paths.mjs";
import { noInlinedChunk, workerUrls } from "../scripts/plugins.mjs";
import { tally } from "../scripts/tally.mjs";

const folder = mkdtempSync(join(tmpdir(), "inkling scripts "));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes the files into the folder and bundles `a.ts`. */
async function bundled(files: Record<string, string>, format: "es" | "iife", plugins: Plugin[]): Promise<string> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const build = await rolldown({ cwd: folder, input: "a.ts", plugins });
  const { output } = await build.generate({ format, minify: true });
  await build.close();
  return output[0].code;
}

describe("a bundle", () => {
  test("names a worker beside it as bundlers look for it, whatever the minifier makes of quotes", async () => {
    const source = 'new Worker(new URL("../../workers/engine.worker.ts", import.meta.url), { type: "module" });';
    const code = await bundled({ "a.ts": source }, "es", [workerUrls()]);
    expect(code).toContain('new Worker(new URL("./engine.worker.js",import.meta.url),{type:"module"})');
  });

  test("names another file of the workers' room by its address beside it", async () => {
    const source = 'console.log(new URL("../../workers/learned.ts", import.meta.url).href);';
    expect(await bundled({ "a.ts": source }, "es", [workerUrls()])).toMatch(
      /new URL\([`"]\.\/learned\.js[`"],\s*import\.meta\.url\)/,
    );
  });

  test("for a script tag is refused when it swallows a chunk, and both files are named", async () => {
    const files = { "a.ts": 'export const load = () => import("./b.ts");', "b.ts": "export const b = 1;" };
    await expect(bundled(files, "iife", [noInlinedChunk()])).rejects.toThrow(
      /b\.ts is loaded by import\(\) in .*a\.ts/,
    );
  });

  test("for a script tag keeps the import of an address", async () => {
    const source = 'globalThis.load = (src) => import(new URL("b.js", src).href);';
    const code = await bundled({ "a.ts": source }, "iife", [noInlinedChunk()]);
    expect(code).toMatch(/import\(\s*new URL\(`b\.js`,/);
  });
});

describe("the last line counts", () => {
  const FINE = { code: 0, late: false };
  const results = (...lines: object[]): string => {
    const path = join(folder, "results.jsonl");
    writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    return path;
  };
  const passed = { state: "passed", name: "a" };
  const failed = { state: "failed", name: "b" };
  const skipped = { state: "skipped", name: "c", reason: "no GPU" };

  test("what passed and failed, and not what was skipped", () => {
    const counted = tally(results(passed, failed, skipped, passed), { code: 1, late: false });
    expect(counted).toEqual({ passed: 2, failed: 1, notes: ["skipped: c (no GPU)"] });
  });

  test("a Vitest that failed without a failed test", () => {
    expect(tally(results(passed), { code: 1, late: false })).toMatchObject({ passed: 1, failed: 1 });
  });

  test("a Vitest that ran out of time, beside the failures it had found", () => {
    expect(tally(results(passed, failed), { code: 1, late: true })).toMatchObject({ passed: 1, failed: 2 });
  });

  test("a Vitest that ran nothing", () => {
    expect(tally(results(skipped), FINE)).toMatchObject({ passed: 0, failed: 1 });
    expect(tally(join(folder, "never-written"), FINE)).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe("a check with a time limit", () => {
  test("gives what was printed and the exit code", async () => {
    const script = 'console.log("out"); console.error("err"); process.exitCode = 3';
    const { code, output, late } = await limited(["-e", script], { timeoutMs: 60_000 });
    expect({ code, late }).toEqual({ code: 3, late: false });
    expect(output.split("\n").sort()).toEqual(["", "err", "out"]);
  });

  test("is ended with all it started when the time is over", async () => {
    const child = 'console.log("a child"); setInterval(() => {}, 1000)';
    const script = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(child)}], { stdio: "inherit" })`;
    // The child holds the output open: while it lives, no answer comes and the test runs out of time.
    const { code, output, late } = await limited(["-e", script], { timeoutMs: 3_000 });
    expect({ code, output, late }).toEqual({ code: 1, output: "a child\n", late: true });
  });
});

test("what a page runs at once asks V8 to compile it on another thread, by its first line", () => {
  const asks = (name: string): boolean =>
    readFileSync(join(ROOT, "dist", name), "utf8").startsWith("//# allFunctionsCalledOnLoad\n");
  const wanted = ["inkling.js", "client.js", "consent.js", "sources.js", "ga4.js", "json-ld.js"];
  expect(wanted.filter((name) => !asks(name))).toEqual([]);
  // Of what a shop bundles itself, and of what may never be called, nobody knows.
  expect(["index.js", "debug.js", "learned.js"].filter(asks)).toEqual([]);
});
