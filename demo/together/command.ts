import { type ChildProcess, spawn } from "node:child_process";

/** What the command prints, to its end. Throws with what it complained of where it fails. */
export function printed(command: string, args: readonly string[], folder: string): Promise<string> {
  const child = spawn(process.execPath, [command, ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let [said, complained] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    said += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    complained += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(said);
      else reject(new Error(`inkling ${args[0]} ended with ${code}: ${complained}`));
    });
  });
}

/** Ends a process and waits for it: gently, and after a while for good. */
export function ended(child: ChildProcess, patienceMs: number): Promise<void> {
  // Without an id it was never started.
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
    child.once("exit", () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill("SIGTERM");
  });
}
