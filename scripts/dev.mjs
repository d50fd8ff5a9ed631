// `npm run dev`: the demo shop, built and started again whenever a source changes. A build that fails leaves the last
// one running.
import { spawn, spawnSync } from "node:child_process";
import { watch } from "node:fs";

const FOLDERS = ["src", "workers", "compiler", "demo"];
/** Editors write a file in several steps. */
const QUIET_MS = 100;

/** @type {import("node:child_process").ChildProcess | undefined} */
let server;
/** @type {NodeJS.Timeout | undefined} */
let timer;

function start() {
  server = spawn(process.execPath, ["build/demo/server.js", ...process.argv.slice(2)], { stdio: "inherit" });
}

function rebuild() {
  const { status } = spawnSync(process.execPath, ["scripts/build.mjs", "--quiet"], { stdio: "inherit" });
  if (status !== 0) return;
  // The next one takes the port when the last one has let go of it.
  if (server?.exitCode === null && server.kill()) server.once("exit", start);
  else start();
}

for (const folder of FOLDERS) {
  watch(folder, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(rebuild, QUIET_MS);
  });
}
process.on("SIGTERM", () => process.exit(143));
process.on("exit", () => server?.kill());
rebuild();
