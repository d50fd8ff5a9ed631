import { type ChildProcess, spawn } from "node:child_process";
import type { Role } from "../server/serve.ts";
import { RequestError } from "../src/core/errors.ts";
import { issuerFlags } from "./issuer-options.ts";
import { TOKEN_VARIABLE } from "./operator-token.ts";
import type { ServeFlags } from "./serve-options.ts";
import { toldToEnd } from "./told.ts";

/**
 * Trust mode B in one command: a leader and a helper as processes with stores and keys of their own, each told the other's key, and a trainer on the leader's store.
 * Ends when it is told to, and when one of them ends, with the others: whoever supervises it starts all again.
 */
export async function serveBoth(options: ServeFlags): Promise<number> {
  const { publicKeyOf } = await import("../server/serve.ts");
  const stores = { leader: storeOf("leader", options.db), helper: storeOf("helper", options.db) };
  const keys = {
    leader: await publicKeyOf("leader", stores.leader),
    helper: await publicKeyOf("helper", stores.helper),
  };
  if (options.showKey) {
    console.log(`leader ${keys.leader}\nhelper ${keys.helper}`);
    return 0;
  }
  const helperPort = options.port + 1;
  const helperUrl = `http://localhost:${helperPort}`;
  const helper = start("helper", options, stores.helper, helperPort, helperUrl, undefined, [
    ...["--leader-key", keys.leader, "--least-reports", String(options.leastReports)],
    ...["--max-epsilon", String(options.maxEpsilon), "--delta", String(options.delta)],
  ]);
  const address = `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${helperPort}`;
  const leader = start("leader", options, stores.leader, options.port, options.url, options.operatorToken, [
    ...["--helper-key", keys.helper, "--helper-url", helperUrl, "--helper-address", address],
    ...options.tasks.flatMap((task) => ["--task", task]),
    ...issuerFlags(options.issuer),
  ]);
  console.log(`Leader ${options.url} (${keys.leader})\nHelper ${helperUrl} (${keys.helper})`);
  return together([helper, leader, ...trainers(options, stores.leader)]);
}

/** None beside PGlite, which is for one process. */
function trainers(options: ServeFlags, leaderStore: string): readonly ChildProcess[] {
  if (leaderStore.startsWith("pglite:")) {
    console.log("No trainer: PGlite is for one process. Rounds are opened, and no models come of them");
    return [];
  }
  const { holdOut, ungated, canaryShare } = options;
  const port = options.port + 2;
  const url = `http://localhost:${port}`;
  console.log(`Trainer ${url}${withoutGate(options)}`);
  const trainer = start("trainer", { ...options, restored: false }, leaderStore, port, url, undefined, [
    ...(holdOut?.history ?? []).flatMap((file) => ["--hold-out", file]),
    ...(holdOut === undefined ? [] : ["--catalogue", holdOut.catalogue]),
    ...["--canary-share", String(canaryShare), ...(ungated ? ["--ungated"] : [])],
  ]);
  return [trainer];
}

function withoutGate({ holdOut, ungated }: ServeFlags): string {
  if (holdOut !== undefined) return "";
  return ungated
    ? ", ungated: what rounds teach is published, measured by nobody"
    : ", without --hold-out: models are made, and none is published";
}

/** Two stores out of one address: two files, two folders, or two schemas that server/serve.ts tells apart. */
function storeOf(role: Role, db: string): string {
  if (/^postgres(ql)?:/.test(db)) return db;
  return /\.\w+$/.test(db) ? db.replace(/(\.\w+)$/, `.${role}$1`) : `${db}.${role}`;
}

function start(
  role: Role | "trainer",
  { host, origins, perMinute, proxyHops, restored }: ServeFlags,
  db: string,
  port: number,
  url: string,
  token: string | undefined,
  more: readonly string[],
): ChildProcess {
  const [, command] = process.argv;
  if (command === undefined) throw new RequestError("inkling does not know where it is");
  const flags = [
    ...["--role", role, "--db", db, "--host", host, "--port", String(port), "--url", url],
    ...["--per-minute", String(perMinute), ...origins.flatMap((origin) => ["--origin", origin])],
    ...(proxyHops > 0 ? ["--trust-proxy", String(proxyHops)] : []),
    ...(restored ? ["--restored"] : []),
    ...more,
  ];
  return spawn(process.execPath, [command, "serve", ...flags], {
    // By the channel it hears when this process is gone, however that ended.
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, [TOKEN_VARIABLE]: token },
  });
}

/** The exit code once all have ended: 0 where they were told to and did. */
function together(children: readonly ChildProcess[]): Promise<number> {
  let told = false;
  let ending = false;
  // Once: a second signal would not let them finish.
  const endAll = (): void => {
    if (!ending) for (const child of children) child.kill("SIGTERM");
    ending = true;
  };
  void toldToEnd().then(() => {
    told = true;
    endAll();
  });
  const ended = (child: ChildProcess): Promise<number> =>
    new Promise((resolve) => {
      const end = (code: number | null): void => {
        endAll();
        resolve(code ?? 1);
      };
      child.once("exit", end);
      // One that cannot be started has no exit.
      child.once("error", () => end(null));
    });
  return Promise.all(children.map(ended)).then((codes) => (told && codes.every((code) => code === 0) ? 0 : 1));
}
