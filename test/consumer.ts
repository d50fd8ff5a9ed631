import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { npm } from "../scripts/npm.mjs";
import { pack } from "../scripts/pack.mjs";

/** Somebody else's project with the packed package installed and nothing else. */
export interface Consumer {
  readonly folder: string;
  /** Bytes of the package once unpacked. */
  readonly unpackedSize: number;
  /** Files of the package. */
  readonly files: readonly string[];
  write(path: string, text: string): void;
  /** Runs npm in the project; answers what it printed on both streams. */
  npm(...args: string[]): string;
  /** Runs Node in the project; answers what it printed on both streams. */
  node(...args: string[]): string;
  remove(): void;
}

/** Both streams, or an error with both when the command failed. */
function printed(
  command: string,
  { status, stdout, stderr }: { status: number | null; stdout: string; stderr: string },
): string {
  if (status !== 0) throw new Error(`${command} ended with ${status}:\n${stdout}${stderr}`);
  return stdout + stderr;
}

/** Packs what is built and installs it offline into an empty project, in a folder with a space in its name. */
export function createConsumer(): Consumer {
  const folder = mkdtempSync(join(tmpdir(), "inkling consumer "));
  const { path, unpackedSize, files } = pack(folder);
  const consumer: Consumer = {
    folder,
    unpackedSize,
    files,
    write(name, text) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    },
    npm: (...args) => printed(`npm ${args.join(" ")}`, npm(args, { cwd: folder, stdio: "pipe" })),
    node: (...args) =>
      printed(`node ${args.join(" ")}`, spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" })),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  consumer.write("package.json", JSON.stringify({ name: "a-shop", private: true, type: "module" }));
  consumer.npm("install", path, "--offline", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
  return consumer;
}
