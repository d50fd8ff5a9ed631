import { playwright } from "@vitest/browser-playwright";
import { defaultClientConditions, defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { CHROMIUM_FLAGS, findChromium } from "./scripts/chromium.mjs";

const executablePath = findChromium();

/** The files of tfjs that workers/model imports: found late, in a worker, each would make the page load again. */
const TFJS = [
  "core/dist/gradients",
  "backend-cpu/dist/kernels",
  "backend-wasm/dist/kernels",
  "backend-webgpu/dist/kernels",
]
  .map((folder) => `@tensorflow/tfjs-${folder}/*.js`)
  .concat(
    "@tensorflow/tfjs-core",
    "@tensorflow/tfjs-backend-cpu/dist/backend_cpu.js",
    "@tensorflow/tfjs-backend-wasm/dist/backend_wasm.js",
    "@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu.js",
  );

/** Files of half a minute and more, the longest first: begun last, one of them would be waited for with nothing beside it. */
const LONG = [
  "server/processes",
  "cli/process",
  "workers/learner/learner",
  "workers/model/lost",
  "page/engine",
  "e2e/contributing",
  "e2e/script-tag",
  "e2e/sources",
  "e2e/learning",
  "e2e/demo",
  "e2e/together",
  "e2e/policies",
  "e2e/doctor",
  "e2e/firefox",
  "e2e/consumer",
  "e2e/demo-looks",
].map((name) => `test/${name}.test.ts`);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((name) => moduleId.endsWith(name));
      return at < 0 ? LONG.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

// Limits are for what hangs, not for what is slow: a busy machine takes five times as long as an idle one.
// One project after the other (groupOrder): a browser and its tests want the processor to themselves.
export default defineConfig({
  resolve: { conditions: ["inkling-source", ...defaultClientConditions] },
  ssr: { resolve: { conditions: ["inkling-source", ...defaultServerConditions] } },
  worker: { format: "es" },
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          include: ["test/{core,kernels,compiler,server,lab,cli,demo}/**/*.test.ts", "test/*.test.ts"],
          testTimeout: 300_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        optimizeDeps: {
          include: [
            "axe-core",
            "idb",
            "hpke",
            "@noble/ed25519",
            "@noble/hashes/sha2.js",
            "@cloudflare/blindrsa-ts",
            ...TFJS,
          ],
        },
        test: {
          name: "browser",
          testTimeout: 60_000,
          maxWorkers: 2,
          include: ["test/{workers,page}/**/*.test.ts"],
          globalSetup: ["test/support/packs.ts"],
          sequence: { groupOrder: 1 },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { args: CHROMIUM_FLAGS, ...(executablePath === undefined ? {} : { executablePath }) },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/support/bundles.ts"],
          testTimeout: 240_000,
          // One more than there are processors on a small machine: these tests wait for pages a good part of their time.
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
