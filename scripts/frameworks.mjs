// `npm run frameworks`: the quick starts in Next.js and Nuxt themselves, one line each check, and last `N passed, N failed`.
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { install } from "./install.mjs";
import { limited } from "./limited.mjs";
import { ROOT, tool } from "./paths.mjs";
import { vitest } from "./vitest.mjs";

const BUILD_MS = 10 * 60_000;
const TYPES_MS = 10 * 60_000;
const TESTS_MS = 30 * 60_000;

/** The framework's packages, in a folder that is kept. Whether they are there. @param {string} name */
function installed(name) {
  const folder = join(ROOT, "build/frameworks", name);
  mkdirSync(folder, { recursive: true });
  for (const file of ["package.json", "package-lock.json"])
    cpSync(join(ROOT, "test/frameworks/fixtures", name, file), join(folder, file));
  return install(folder, ["--ignore-scripts"]) === 0;
}

/** What keeps it from being tried, in a line. @returns {Promise<string | undefined>} */
async function prepared() {
  const built = await limited(["scripts/build.mjs", "--quiet"], { timeoutMs: BUILD_MS });
  if (built.code !== 0) return `Nothing was checked: the build failed.\n${built.output}`;
  const missing = ["next", "nuxt"].find((name) => !installed(name));
  if (missing !== undefined)
    return `Nothing was checked: the packages of ${missing} are not there and could not be fetched.`;
  // A shop's compiler reads the package's declarations.
  const { code, output } = await limited([tool("typescript", "tsc"), "--build"], { timeoutMs: TYPES_MS });
  return code === 0 ? undefined : `Nothing was checked: tsc --build failed.\n${output}`;
}

const bar = await prepared();
if (bar !== undefined) console.log(bar);
const { passed, failed, notes } =
  bar === undefined
    ? await vitest(["--reporter=verbose", "--config=test/frameworks/vitest.config.ts"], { timeoutMs: TESTS_MS })
    : { passed: 0, failed: 1, notes: [] };
for (const line of notes) console.log(line);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
