import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { limited } from "../../scripts/limited.mjs";
import { npm } from "../../scripts/npm.mjs";
import { pack } from "../../scripts/pack.mjs";
import { ROOT } from "../../scripts/paths.mjs";
import { outdoorProducts, packOf } from "../core/rank/shop.ts";
import { filesUnder, layoutBody } from "../e2e/support/guide.ts";
import { folderOf } from "../e2e/support/site.ts";
import { freePort } from "../support/free-port.ts";
import { hasEnded } from "../support/has-ended.ts";

/** A framework as a shop's developer has it, with packages that scripts/frameworks.mjs has installed in build/frameworks. */
export interface Framework {
  readonly name: string;
  /** Of the guide. */
  readonly heading: string;
  /** Of test/frameworks/fixtures and of build/frameworks. */
  readonly folder: string;
  /** What Node runs in that folder, one after the other: the compiler's check, where the build has none of its own, and the build. */
  readonly build: readonly (readonly string[])[];
  readonly start: readonly string[];
  /** Whether that is the server a developer works with, which needs no build. */
  readonly development?: true;
}

const NEXT = "node_modules/next/dist/bin/next";
const NUXT = "node_modules/nuxt/bin/nuxt.mjs";
const NEXT_ITSELF = { heading: "Next.js", folder: "next" } as const;
const LOCALLY = ["-H", "127.0.0.1"] as const;
const STARTS_NEXT = { ...NEXT_ITSELF, start: [NEXT, "start", ...LOCALLY] } as const;

export const FRAMEWORKS: readonly Framework[] = [
  { name: "Next.js", ...STARTS_NEXT, build: [[NEXT, "build"]] },
  { name: "Next.js with webpack", ...STARTS_NEXT, build: [[NEXT, "build", "--webpack"]] },
  {
    name: "Nuxt",
    heading: "Nuxt",
    folder: "nuxt",
    build: [
      [NUXT, "typecheck"],
      [NUXT, "build"],
    ],
    start: [".output/server/index.mjs"],
  },
  { ...NEXT_ITSELF, name: "Next.js in development", build: [], start: [NEXT, "dev", ...LOCALLY], development: true },
  { name: "Nuxt in development", heading: "Nuxt", folder: "nuxt", build: [], start: [NUXT, "dev"], development: true },
];

/** For all steps of a shop's build, which take half a minute here, and on a busy machine several. */
export const BUILD_MS = 370_000;
const START_MS = 60_000;
const ANSWER_MS = 1_000;
const ENV = {
  // Without those by which a framework would see that it is tested.
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(TEST$|VITEST)/.test(name))),
  ...{ NEXT_TELEMETRY_DISABLED: "1", NUXT_TELEMETRY_DISABLED: "1" },
};
const PRODUCTION = { ...ENV, NODE_ENV: "production" };

const folderFor = ({ folder }: Framework): string => join(ROOT, "build/frameworks", folder);

/** The fixture's pages with the guide's files, as they stand there, the packed package and a catalogue. */
function furnish(framework: Framework): void {
  const folder = folderFor(framework);
  const write = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  for (const name of readdirSync(folder)) if (name !== "node_modules") rmSync(join(folder, name), { recursive: true });
  cpSync(join(ROOT, "test/frameworks/fixtures", framework.folder), folder, { recursive: true });
  cpSync(join(ROOT, "test/e2e/fixtures/products.js"), join(folder, "products.js"));
  for (const [path, code] of filesUnder(framework.heading)) write(path, code);
  if (framework.heading === "Next.js") {
    const layout = readFileSync(join(folder, "app/layout.tsx"), "utf8");
    write("app/layout.tsx", layout.replace("<body>{children}</body>", layoutBody()));
  }
  for (const [path, bytes] of folderOf("public/inkling/", packOf(outdoorProducts()))) write(path, bytes);
  // Browsers ask for it, and call its absence an error.
  write("public/favicon.ico", "");
  installPackage(folder);
}

function installPackage(folder: string): void {
  const packed = mkdtempSync(join(tmpdir(), "inkling-pack-"));
  const args = ["install", pack(packed).path, "--no-save", "--offline", "--ignore-scripts", "--no-audit", "--no-fund"];
  const { status, stderr } = npm(args, { cwd: folder, stdio: "pipe" });
  rmSync(packed, { recursive: true });
  if (status !== 0) throw new Error(`npm install ended with ${status}:\n${stderr}`);
}

/** Makes the shop and builds it for production. Answers what the first step that failed printed; empty where none did. */
export async function buildApp(framework: Framework): Promise<string> {
  const start = performance.now();
  furnish(framework);
  for (const args of framework.build) {
    const timeoutMs = BUILD_MS - (performance.now() - start);
    const { code, output } = await limited([...args], { timeoutMs, env: PRODUCTION, cwd: folderFor(framework) });
    if (code !== 0) return `${args.join(" ")} ended with ${code}:\n${output}`;
  }
  return "";
}

/** The framework's own server of a shop that is built, or of one in development. */
export interface App {
  readonly origin: string;
  /** What it wrote to its error stream. */
  complaints(): string;
  close(): Promise<void>;
}

/** @throws Error where it does not answer in time, with what it wrote. */
export async function startApp(framework: Framework): Promise<App> {
  const port = await freePort();
  const mode = framework.development ? { ...ENV, NODE_ENV: "development" } : PRODUCTION;
  const env = { ...mode, PORT: String(port), HOST: "127.0.0.1" };
  const child = spawn(process.execPath, framework.start, { cwd: folderFor(framework), env, stdio: "pipe" });
  const ended = new Promise((resolve) => child.once("close", resolve));
  let output = "";
  let complaints = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (complaints += text));
  // "close" follows, with an exit code.
  child.once("error", ({ message }) => (complaints += message));
  const app: App = {
    origin: `http://127.0.0.1:${port}`,
    complaints: () => complaints,
    async close() {
      // A server of development has processes of its own to end.
      child.kill(framework.development ? "SIGTERM" : "SIGKILL");
      await ended;
    },
  };
  const start = performance.now();
  while (!hasEnded(child) && performance.now() - start < START_MS) {
    const signal = AbortSignal.timeout(ANSWER_MS);
    if (await fetch(app.origin, { signal }).then(Boolean, () => false)) return app;
    await sleep(100);
  }
  await app.close();
  throw new Error(`${framework.name} does not answer:\n${output}${complaints}`);
}
