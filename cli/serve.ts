import { readFileSync } from "node:fs";
import { parseTaskSettings, SINGLE_TASK, USUAL_TASK } from "../server/leader/settings.ts";
import type { TaskSettings } from "../server/leader/task.ts";
import type { IssuerPolicy } from "../server/tokens/issuer.ts";
import { USUAL_STEP } from "../server/trainer/settings.ts";
import { RequestError } from "../src/core/errors.ts";
import { openGate } from "./hold-out.ts";
import type { IssuerFlags } from "./issuer-options.ts";
import { operatorToken, TOKEN_VARIABLE } from "./operator-token.ts";
import { serveBoth } from "./serve-both.ts";
import { parseServeFlags, type ServeFlags } from "./serve-options.ts";
import { toldToEnd } from "./told.ts";

/** Exit code of a call that must be made differently. */
const REFUSED = 2;

/**
 * `inkling serve`: runs an aggregator or a trainer until it is told to end (told.ts), then finishes what it is at. Answers the exit code. Throws InklingError for a task or a
 * database that cannot be used.
 */
export async function serve(flags: Readonly<Record<string, unknown>>): Promise<number> {
  const options = parseServeFlags({ operatorToken: process.env[TOKEN_VARIABLE], ...flags });
  if (typeof options === "string") {
    console.error(`inkling: ${options}. See inkling serve --help.`);
    return REFUSED;
  }
  try {
    return await run(options);
  } catch (error) {
    const missing = missingPackage(error);
    if (missing === undefined) throw error;
    console.error(`inkling: serve needs the package ${missing}, which comes separately: ${install(options.db)}`);
    return REFUSED;
  }
}

async function run(options: ServeFlags): Promise<number> {
  const { role, db } = options;
  const usual = role === "single" ? SINGLE_TASK : USUAL_TASK;
  const tasks = options.tasks.length === 0 ? [usual] : options.tasks.map((path) => taskOf(path, role === "single"));
  if (role === "both") return serveBoth(options);
  const { publicKeyOf, serveHelper, serveLeader, serveSingle, serveTrainer } = await import("../server/serve.ts");
  if (options.showKey) {
    console.log(await publicKeyOf(role === "trainer" ? "leader" : role, db));
    return 0;
  }
  const { host, port, origins, perMinute, proxyHops, restored, helper, leaderKey } = options;
  const { leastReports, maxEpsilon, delta } = options;
  const shared = {
    db,
    host,
    port,
    origin: options.url,
    origins,
    perMinute,
    proxyHops,
    restored,
    logger: { level: "info" },
  };
  if (role === "leader" && helper !== undefined) {
    const token = operatorToken(options);
    const issuer = policyOf(options.issuer);
    return untilTold(await serveLeader({ ...shared, tasks, helper, issuer, operatorToken: token }));
  }
  if (role === "helper" && leaderKey !== undefined)
    return untilTold(await serveHelper({ ...shared, leaderKey, policy: { leastReports, maxEpsilon, delta } }));
  if (role === "trainer" || role === "single") {
    const { holdOut, canaryShare, ungated } = options;
    const gate = holdOut && (await openGate(holdOut));
    const training = { gate, settings: { ...USUAL_STEP, canaryShare, ungated } };
    if (role === "trainer") return untilTold(await serveTrainer({ ...shared, ...training }));
    const collecting = { tasks, issuer: policyOf(options.issuer), operatorToken: operatorToken(options) };
    return untilTold(await serveSingle({ ...shared, ...training, ...collecting }));
  }
  throw new TypeError("serve: a role without its peer");
}

const policyOf = ({ attestation, workBits, sessionKey, tokensPerAddress }: IssuerFlags): IssuerPolicy => ({
  attestation: { attestation, ...(attestation === "pow" && { difficulty: workBits }) },
  sessionKey,
  perAddress: tokensPerAddress,
});

async function untilTold(app: { close(): Promise<void> }): Promise<number> {
  await toldToEnd();
  await app.close();
  return 0;
}

/** @param alone Whether it is for a single server, whose trust mode is C, and no other's. */
function taskOf(path: string, alone: boolean): TaskSettings {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new RequestError(`the task ${path} cannot be read`, { cause });
  }
  const settings = parseTaskSettings(bytes);
  if ((settings.trustMode === "C") === alone) return settings;
  throw new RequestError(
    alone
      ? `the task ${path} is of trust mode ${settings.trustMode}: a single server runs mode C`
      : `the task ${path} is of trust mode C, which a single server runs: --role single`,
  );
}

function missingPackage(error: unknown): string | undefined {
  if (!(error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND")) return undefined;
  return /Cannot find package '([^']+)'/.exec(error.message)?.[1];
}

function install(db: string): string {
  const driver = db.startsWith("sqlite:") ? "libsql" : db.startsWith("pglite:") ? "@electric-sql/pglite" : "pg";
  const parts = ["cors", "rate-limit", "swagger", "swagger-ui@5"].map((name) => `@fastify/${name}`);
  return `npm install ${["fastify@5", ...parts, "prom-client", driver].join(" ")}`;
}
