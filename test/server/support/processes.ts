import { type ChildProcess, spawn } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { ROOT } from "../../../scripts/paths.mjs";
import type { TaskSettings } from "../../../server/leader/task.ts";
import type { Role } from "../../../server/serve.ts";
import { openStore } from "../../../server/store/open.ts";
import type { Database } from "../../../server/store/sql.ts";
import { type BuiltCommand, buildCommand } from "../../cli/built.ts";
import { until } from "./pair.ts";

/** Leader and helper as an operator runs them: the built command, two processes, two SQLite files. */
export class Processes {
  readonly leader: string;
  readonly helper: string;
  /** What both have written to standard output and error, so far. */
  output = "";
  private readonly built: BuiltCommand;
  private readonly flags: Readonly<Record<Role, readonly string[]>>;
  private readonly running = new Map<Role, ChildProcess>();

  private constructor(built: BuiltCommand, flags: Record<Role, readonly string[]>, ports: Record<Role, number>) {
    this.built = built;
    this.flags = flags;
    this.leader = `http://127.0.0.1:${ports.leader}`;
    this.helper = `http://127.0.0.1:${ports.helper}`;
  }

  static async prepare(task: TaskSettings, maxEpsilon: number): Promise<Processes> {
    const built = await buildCommand();
    symlinkSync(join(ROOT, "node_modules"), join(built.folder, "node_modules"));
    writeFileSync(join(built.folder, "task.json"), JSON.stringify(task));
    const ports = { leader: await freePort(), helper: await freePort() };
    const keyOf = async (role: Role) => {
      const { stdout } = await built.run(["serve", "--role", role, "--db", `sqlite:${role}.db`, "--show-key"]);
      return stdout.trim();
    };
    const shared = (role: Role) => [
      ...[
        "serve",
        "--role",
        role,
        "--db",
        `sqlite:${role}.db`,
        "--port",
        String(ports[role]),
        "--per-minute",
        "1000000",
      ],
      ...["--url", `http://127.0.0.1:${ports[role]}`],
    ];
    const helper = ["--helper-url", `http://127.0.0.1:${ports.helper}`, "--helper-key", await keyOf("helper")];
    const flags = {
      leader: [...shared("leader"), ...helper, "--task", "task.json"],
      helper: [...shared("helper"), "--leader-key", await keyOf("leader"), "--max-epsilon", String(maxEpsilon)],
    };
    return new Processes(built, flags, ports);
  }

  /** Starts a role and waits until it answers. */
  async start(role: Role): Promise<void> {
    const { folder } = this.built;
    const child = spawn(process.execPath, [join(folder, "dist/cli.js"), ...this.flags[role]], { cwd: folder });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        this.output += chunk;
      });
    this.running.set(role, child);
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`the ${role} has ended: ${this.output}`);
      const response = await fetch(`${this[role]}/readyz`).catch(() => undefined);
      return response?.ok ? true : undefined;
    });
  }

  /** Ends a role by a signal; answers its exit code, null for one that had no say in it. */
  async end(role: Role, signal: "SIGTERM" | "SIGKILL"): Promise<number | null> {
    const child = this.running.get(role);
    if (child === undefined) return null;
    this.running.delete(role);
    const gone = new Promise<number | null>((resolve) => child.once("exit", resolve));
    child.kill(signal);
    return gone;
  }

  /** A role's store, while it is not running. */
  store(role: Role): Promise<Database> {
    return openStore(`sqlite:${join(this.built.folder, `${role}.db`)}`, "unused");
  }

  async remove(): Promise<void> {
    for (const role of ["leader", "helper"] as const) await this.end(role, "SIGKILL");
    this.built.remove();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // the cast: it listens on a port
  await new Promise((resolve) => server.close(resolve));
  return port;
}
