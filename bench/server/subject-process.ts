import { type ChildProcess, fork } from "node:child_process";
import type { Begin, Said, Told } from "./words.ts";

/** The measured process, from outside. */
export class Subject {
  private readonly child: ChildProcess;
  readonly port: number;

  private constructor(child: ChildProcess, port: number) {
    this.child = child;
    this.port = port;
  }

  static async start(begin: Begin): Promise<Subject> {
    const child = fork("build/bench.server.js", { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    child.send(begin);
    const said = await heard(child);
    if (said.tag !== "listening") throw new Error(`the measured process begins with ${said.tag}`);
    return new Subject(child, said.port);
  }

  tell(told: Told): void {
    this.child.send(told);
  }

  /** Processor seconds that what it was told last has come to. */
  async seconds(told: Told): Promise<number> {
    this.tell(told);
    const said = await heard(this.child);
    if (said.tag !== "spent") throw new Error(`the measured process answers ${said.tag}`);
    return said.seconds;
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.tell({ tag: "end" });
    await ended;
  }
}

function heard(child: ChildProcess): Promise<Said> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null): void => reject(new Error(`the measured process has ended with ${code}`));
    child.once("exit", gone);
    child.once("message", (said: Said) => {
      child.off("exit", gone);
      resolve(said);
    });
  });
}
