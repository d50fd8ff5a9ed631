import { type ChildProcess, spawn } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../../scripts/paths.mjs";
import type { TaskSettings } from "../../../server/leader/task.ts";
import type { Role } from "../../../server/serve.ts";
import { openStore } from "../../../server/store/open.ts";
import type { Database } from "../../../server/store/sql.ts";
import { type BuiltCommand, buildCommand } from "../../cli/built.ts";
import { freePort } from "../../support/free-port.ts";
import { hasEnded } from "../../support/has-ended.ts";
import { until } from "./pair.ts";

/** Names of processes: further leaders share the first one's store. */
export type Name = "leader" | "leader2" | "leader3" | "helper" | "trainer";

/** Where the two roles keep what they know. */
export type Stores = Readonly<Record<Role, string>>;

const FILES: Stores = { leader: "sqlite:leader.db", helper: "sqlite:helper.db" };
const roleOf = (name: Name): Role | "trainer" => (name === "helper" || name === "trainer" ? name : "leader");

/** Leaders and a helper as an operator runs them: the built command, a process each. */
export class Processes {
  readonly addresses: Readonly<Record<Name, string>>;
  /** What all have written to standard output and error, so far. */
  output = "";
  private readonly built: BuiltCommand;
  private readonly stores: Stores;
  private readonly flags: Readonly<Record<Role | "trainer", readonly string[]>>;
  private readonly running = new Map<Name, ChildProcess>();

  private constructor(
    built: BuiltCommand,
    stores: Stores,
    flags: Record<Role | "trainer", readonly string[]>,
    addresses: Record<Name, string>,
  ) {
    this.built = built;
    this.stores = stores;
    this.flags = flags;
    this.addresses = addresses;
  }

  static async prepare(task: TaskSettings, maxEpsilon: number, stores: Stores = FILES): Promise<Processes> {
    const built = await buildCommand();
    symlinkSync(join(ROOT, "node_modules"), join(built.folder, "node_modules"));
    writeFileSync(join(built.folder, "task.json"), JSON.stringify(task));
    const address = async () => `http://127.0.0.1:${await freePort()}`;
    const addresses = {
      leader: await address(),
      leader2: await address(),
      leader3: await address(),
      helper: await address(),
      trainer: await address(),
    };
    const keyOf = async (role: Role) => {
      const { stdout, stderr } = await built.run(["serve", "--role", role, "--db", stores[role], "--show-key"]);
      if (stderr !== "") throw new Error(stderr);
      return stdout.trim();
    };
    const shared = (role: Role) => [
      ...["serve", "--role", role, "--db", stores[role], "--per-minute", "1000000", "--url", addresses[role]],
    ];
    const helper = ["--helper-url", addresses.helper, "--helper-key", await keyOf("helper")];
    const policy = ["--max-epsilon", String(maxEpsilon), "--least-reports", String(task.leastReports)];
    const flags = {
      // All devices of a test have one address.
      leader: [...shared("leader"), ...helper, "--task", "task.json", "--tokens-per-address", "1000000"],
      helper: [...shared("helper"), "--leader-key", await keyOf("leader"), ...policy],
      trainer: ["serve", "--role", "trainer", "--db", stores.leader, "--ungated"],
    };
    return new Processes(built, stores, flags, addresses);
  }

  get leader(): string {
    return this.addresses.leader;
  }

  get helper(): string {
    return this.addresses.helper;
  }

  /** Starts a process and waits until it answers. */
  async start(name: Name): Promise<void> {
    const child = this.begin(name);
    await until(async () => {
      if (hasEnded(child)) throw new Error(`${name} has ended: ${this.output}`);
      const response = await fetch(`${this.addresses[name]}/readyz`).catch(() => undefined);
      return response?.ok ? true : undefined;
    });
  }

  /** Starts a process. */
  begin(name: Name): ChildProcess {
    const { folder } = this.built;
    const { port } = new URL(this.addresses[name]);
    const flags = [...this.flags[roleOf(name)], "--port", port];
    const child = spawn(process.execPath, [join(folder, "dist/cli.js"), ...flags], { cwd: folder });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        this.output += chunk;
      });
    this.running.set(name, child);
    return child;
  }

  /** Ends a process by a signal; answers its exit code, null for one that had no say in it. */
  async end(name: Name, signal: "SIGTERM" | "SIGKILL"): Promise<number | null> {
    const child = this.running.get(name);
    if (child === undefined) return null;
    this.running.delete(name);
    if (hasEnded(child)) throw new Error(`${name} has ended by itself: ${this.output}`);
    const gone = new Promise<number | null>((resolve) => child.once("exit", resolve));
    child.kill(signal);
    return gone;
  }

  /** A role's store, while none of its processes runs. */
  store(role: Role): Promise<Database> {
    const address = this.stores[role].replace("sqlite:", `sqlite:${this.built.folder}/`);
    return openStore(address, `inkling_${role}`);
  }

  async remove(): Promise<void> {
    for (const [name, child] of this.running) if (!hasEnded(child)) await this.end(name, "SIGKILL");
    this.built.remove();
  }
}
