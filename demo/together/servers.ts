import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Federation } from "../pages/frame.ts";
import { ended, printed } from "./command.ts";
import { freePorts } from "./ports.ts";
import type { DemoTask } from "./task.ts";

export interface Together {
  /** The built command, dist/cli.js. */
  readonly command: string;
  /** Where the servers keep what they know. */
  readonly folder: string;
  /** Of the shop's pages, as browsers name them. */
  readonly origins: readonly string[];
  /** What devices are asked for, as `inkling serve --task` takes it. */
  readonly task: DemoTask;
  /** What new models are measured by. Without it they are published whatever they are. */
  readonly holdOut: { readonly history: string; readonly catalogue: string } | undefined;
}

/** Leader, helper and trainer, running. */
export interface Servers {
  readonly federation: Federation;
  readonly leader: string;
  readonly operatorToken: string;
  /** What the servers write of themselves. */
  readonly logFile: string;
  /** Ends when they have ended, on their own or told to. */
  readonly over: Promise<void>;
  close(): Promise<void>;
}

const FIRST_PORT = 8_787;
const HOST = "127.0.0.1";
const STARTS_WITHIN_MS = 60_000;
const PATIENCE_MS = 8_000;
/** Demo shoppers share an address, and demonstration devices ask every two seconds. */
const PER_MINUTE = 6_000;

/** Starts the servers of a shop on embedded stores of their own, with the command that a shop would use, and waits until they take reports. */
export async function openServers({ command, folder, origins, task, holdOut }: Together): Promise<Servers> {
  const port = await freePorts(FIRST_PORT, 3, HOST);
  writeFileSync(join(folder, "task.json"), JSON.stringify(task));
  const db = ["--db", "sqlite:demo.db"];
  const keys = await printed(command, ["serve", ...db, "--show-key"], folder);
  const keyOf = (role: string): string => new RegExp(`^${role} ([0-9a-f]{64})$`, "m").exec(keys)?.[1] ?? "";
  const leader = `http://localhost:${port}`;
  const operatorToken = randomBytes(18).toString("base64url");
  const flags = [
    ...["serve", ...db, "--port", String(port), "--host", HOST, "--task", "task.json"],
    ...["--least-reports", String(task.leastReports), "--max-epsilon", String(task.maxEpsilon)],
    ...["--per-minute", String(PER_MINUTE), ...origins.flatMap((origin) => ["--origin", origin])],
    ...(holdOut === undefined ? ["--ungated"] : ["--hold-out", holdOut.history, "--catalogue", holdOut.catalogue]),
  ];
  const logFile = join(folder, "servers.log");
  const log = openSync(logFile, "w", 0o600);
  const child = spawn(process.execPath, [command, ...flags], {
    cwd: folder,
    // By the channel they hear when this process is gone, however that ended.
    stdio: ["ignore", log, log, "ipc"],
    // Not a flag: a command line can be read by others.
    env: { ...process.env, INKLING_OPERATOR_TOKEN: operatorToken },
  });
  closeSync(log);
  // One that cannot be started has no exit.
  const over = new Promise<void>((resolve) => child.once("exit", () => resolve()).once("error", () => resolve()));
  process.once("exit", () => child.kill());
  const close = (): Promise<void> => ended(child, PATIENCE_MS);
  try {
    await collecting(child, `${leader}/v1/tasks/${task.task}`, logFile);
  } catch (error) {
    await close();
    throw error;
  }
  const options = {
    ...{ leader, helper: `http://localhost:${port + 1}` },
    ...{ leaderKey: keyOf("leader"), helperKey: keyOf("helper"), demonstration: true },
  };
  // In mode B a device talks to the leader alone.
  const federation = { json: JSON.stringify(options), origins: [leader] };
  return { federation, leader, operatorToken, logFile, over, close };
}

async function collecting(child: ChildProcess, address: string, logFile: string): Promise<void> {
  for (const begun = Date.now(); Date.now() - begun < STARTS_WITHIN_MS; ) {
    if (child.pid === undefined) throw new Error("The servers could not be started.");
    if (child.exitCode !== null) throw new Error(`The servers have ended with ${child.exitCode}: see ${logFile}.`);
    const answer = await fetch(address).then(
      (response) => response.json(),
      () => undefined,
    );
    if (answer?.state === "collecting") return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`The servers take no reports within ${STARTS_WITHIN_MS / 1_000} seconds: see ${logFile}.`);
}
