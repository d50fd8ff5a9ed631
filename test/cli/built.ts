import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bundle } from "../../scripts/bundle.mjs";
import { BUNDLES, COPIES } from "../../scripts/bundles.mjs";
import { ROOT } from "../../scripts/paths.mjs";

/** The command as it is published, in a process of its own. */
export interface BuiltCommand {
  readonly folder: string;
  run(args: readonly string[], options?: RunOptions): Promise<Ended>;
  remove(): void;
}

export interface RunOptions {
  /** What goes into standard input. */
  readonly stdin?: string;
  /** After so many milliseconds, a Ctrl-C. */
  readonly interruptMs?: number;
  /** Asked again and again; once it holds, the process is killed and has no say in it. */
  readonly killOnce?: () => boolean;
}

export interface Ended {
  /** Undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Peak resident memory, in bytes; undefined when a signal ended it. */
  readonly peakRssBytes: number | undefined;
}

/** Writes its own peak memory down when it ends: what `/usr/bin/time -v` would tell. */
const WATCH = `process.on("exit", () => process.getBuiltinModule("node:fs").writeFileSync(process.env.RSS_FILE, String(process.resourceUsage().maxRSS)));`;

/** Bundles today's sources, so that a test never runs what an earlier build left. */
export async function buildCommand(): Promise<BuiltCommand> {
  const folder = mkdtempSync(join(tmpdir(), "inkling-command-"));
  // The command, and the operator page that lies beside it.
  const mine = BUNDLES.filter(({ entries }) => "cli" in entries || "operator" in entries);
  for (const { path, code } of (await Promise.all(mine.map(bundle))).flat()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), code);
  }
  for (const [path, from] of Object.entries(COPIES))
    if (/\.(html|css)$/.test(path)) copyFileSync(join(ROOT, from), join(folder, path));
  writeFileSync(join(folder, "package.json"), '{"type": "module"}');
  writeFileSync(join(folder, "watch.mjs"), WATCH);
  return {
    folder,
    run: (args, options) => run(folder, args, options),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function run(
  folder: string,
  args: readonly string[],
  { stdin, interruptMs, killOnce }: RunOptions = {},
): Promise<Ended> {
  const rssFile = join(folder, `rss-${Math.random()}`);
  const child = spawn(process.execPath, ["--import", join(folder, "watch.mjs"), join(folder, "dist/cli.js"), ...args], {
    cwd: folder,
    env: { ...process.env, RSS_FILE: rssFile },
  });
  child.stdin.end(stdin);
  const timer = interruptMs === undefined ? undefined : setTimeout(() => child.kill("SIGINT"), interruptMs);
  const watch = killOnce && setInterval(() => killOnce() && child.kill("SIGKILL"), 10);
  const text = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].setEncoding("utf8").on("data", (chunk: string) => {
      text[stream] += chunk;
    });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      clearInterval(watch);
      const peakRssBytes = code === null ? undefined : 1024 * Number(readFileSync(rssFile, "utf8"));
      resolve({ code: code ?? undefined, ...text, peakRssBytes });
    });
  });
}
