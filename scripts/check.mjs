// `npm test`: every check there is, one line each, and last `N passed, N failed` over everything.
import { limited } from "./limited.mjs";
import { tool } from "./paths.mjs";
import { vitest } from "./vitest.mjs";

const TOTAL_MS = 45 * 60_000;
const FIREFOX_LIMIT_MS = 10 * 60_000;

/** Each counts as one. Those of a row run at once, after the rows before. @type {readonly (readonly (readonly [name: string, args: string[]])[])[]} */
const STEPS = [
  [["build", ["scripts/build.mjs"]]],
  [
    ["types", [tool("typescript", "tsc"), "--build"]],
    ["lint", [tool("@biomejs/biome", "biome"), "ci", "--colors=off", "--error-on-warnings", "."]],
  ],
  [
    ["sizes", [tool("size-limit")]],
    ["package", ["scripts/check-package.mjs"]],
  ],
];

if (!process.stdout.isTTY) {
  delete process.env.FORCE_COLOR;
  process.env.NO_COLOR = "1";
}

const start = performance.now();
const left = () => TOTAL_MS - (performance.now() - start);
/** @param {number} since */
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

let passed = 0;
let failed = 0;

/** @param {string} name @param {string[]} args */
async function step(name, args) {
  const since = performance.now();
  const { code, output, late } = await limited(args, { timeoutMs: left() });
  if (code === 0) passed++;
  else failed++;
  console.log(`${code === 0 ? "ok    " : "FAILED"} ${name} (${seconds(since)}${late ? ", out of time" : ""})`);
  if (code !== 0) console.log(output);
  return { ok: code === 0, output };
}

/** Vitest, every project; without a browser the Node project alone. @param {string | undefined} chromium */
async function tests(chromium) {
  const since = performance.now();
  const env = { ...(chromium && { INKLING_CHROMIUM: chromium }) };
  const projects = chromium === undefined ? ["--project", "node"] : [];
  const counted = await vitest(["--reporter=default", ...projects], { timeoutMs: left(), env });
  passed += counted.passed;
  failed += counted.failed;
  for (const line of counted.notes) console.log(line);
  console.log(`${counted.ok ? "ok    " : "FAILED"} tests (${seconds(since)})`);
}

/** @param {string} output */
const lastLine = (output) => output.trim().split("\n").at(-1) ?? "";

/** Beside the other checks, since it may wait for the network. It counts as nothing: without a Firefox its tests are skipped. */
async function firefox() {
  const { output } = await limited(["scripts/get-firefox.mjs"], { timeoutMs: Math.min(FIREFOX_LIMIT_MS, left()) });
  console.log(`firefox: ${lastLine(output)}`);
}

const { ok, output } = await step("chromium", ["scripts/browser.mjs"]);
// After Chromium, which may come from the same place.
const looked = firefox();
for (const row of STEPS) await Promise.all(row.map(([name, args]) => step(name, args)));
await looked;
await tests(ok ? lastLine(output) : undefined);

console.log(`${seconds(start)} in all`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
