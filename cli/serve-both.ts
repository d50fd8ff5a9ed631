import { type ChildProcess, spawn } from "node:child_process";
import type { Role } from "../server/serve.ts";
import { RequestError } from "../src/core/errors.ts";
import { issuerFlags } from "./issuer-options.ts";
import { TOKEN_VARIABLE } from "./operator-token.ts";
import type { ServeFlags } from "./serve-options.ts";

/**
 * Trust mode B in one command: a leader and a helper as processes with stores and keys of their own, each told the other's key. Ends when it is told to, and
 * when one of them ends, with the other: whoever supervises it starts both again.
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
  return together([leader, helper]);
}

/** Two stores out of one address: two files, two folders, or two schemas that server/serve.ts tells apart. */
function storeOf(role: Role, db: string): string {
  if (/^postgres(ql)?:/.test(db)) return db;
  return /\.\w+$/.test(db) ? db.replace(/(\.\w+)$/, `.${role}$1`) : `${db}.${role}`;
}

function start(
  role: Role,
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
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, [TOKEN_VARIABLE]: token },
  });
}

/** The exit code once both have ended: 0 where they were told to and did. */
function together(children: readonly ChildProcess[]): Promise<number> {
  let told = false;
  let ending = false;
  // Once: a second signal would not let them finish.
  const endAll = (): void => {
    if (!ending) for (const child of children) child.kill("SIGTERM");
    ending = true;
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => {
      told = true;
      endAll();
    });
  const ended = (child: ChildProcess): Promise<number> =>
    new Promise((resolve) => {
      child.once("exit", (code) => {
        endAll();
        resolve(code ?? 1);
      });
    });
  return Promise.all(children.map(ended)).then((codes) => (told && codes.every((code) => code === 0) ? 0 : 1));
}
