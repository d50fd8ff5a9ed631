import type { FastifyInstance } from "fastify";
import { RequestError } from "../src/core/errors.ts";
import { newSigningKey, type Signer, signer } from "./crypto/sign.ts";
import { helperApp } from "./helper/app.ts";
import type { HelperPolicy } from "./helper/context.ts";
import type { HttpOptions } from "./http/app.ts";
import { ALONE_MODES } from "./leader/alone.ts";
import { leaderApp } from "./leader/app.ts";
import { HELPED_MODES } from "./leader/helped.ts";
import type { TaskSettings } from "./leader/task.ts";
import { readPage } from "./operator/page-files.ts";
import { refuseOtherModes } from "./other-modes.ts";
import { abandonOpenRounds, takeLogsOver } from "./restored.ts";
import { singleApp } from "./single/app.ts";
import { signingKey } from "./store/identity.ts";
import { openStore } from "./store/open.ts";
import { knownTasks } from "./store/plans.ts";
import type { Database } from "./store/sql.ts";
import type { IssuerPolicy } from "./tokens/issuer.ts";
import { trainerApp } from "./trainer/app.ts";
import type { Gate } from "./trainer/gate.ts";
import type { TrainerSettings } from "./trainer/settings.ts";

/** What every role is given. */
export interface ServeOptions extends HttpOptions {
  /** sqlite:FILE, pglite:FOLDER or postgres://... */
  readonly db: string;
  readonly host: string;
  readonly port: number;
  /** This server as devices see it. */
  readonly origin: string;
  /** The store comes from a backup: what was open then is abandoned. */
  readonly restored: boolean;
}

interface CollectorServeOptions extends ServeOptions {
  readonly tasks: readonly TaskSettings[];
  readonly issuer: IssuerPolicy;
  /** What opens the operator page. */
  readonly operatorToken: string;
}

export interface LeaderServeOptions extends CollectorServeOptions {
  readonly helper: { readonly origin: string; readonly signKey: string; readonly address: string };
}

/** Of mode C. */
export type SingleServeOptions = CollectorServeOptions & Pick<TrainerServeOptions, "settings" | "gate">;

export interface HelperServeOptions extends ServeOptions {
  readonly leaderKey: string;
  readonly policy: HelperPolicy;
}

export interface TrainerServeOptions extends Omit<ServeOptions, "restored"> {
  readonly settings: TrainerSettings;
  /** Undefined where there are no hold-out questions. */
  readonly gate: Gate | undefined;
}

/** Tables of each role in one PostgreSQL database; a trainer works on its leader's. */
const SCHEMAS = { leader: "inkling_leader", helper: "inkling_helper", single: "inkling_single" } as const;
/** Of modes A and B. */
export type Role = Exclude<keyof typeof SCHEMAS, "single">;

/** The public key that the store's role signs with: made now where it is new. */
export async function publicKeyOf(role: keyof typeof SCHEMAS, db: string): Promise<string> {
  const database = await openStore(db, SCHEMAS[role]);
  try {
    return (await signerOf(database)).publicKey;
  } finally {
    await database.close();
  }
}

/** Throws RequestError for a task that a single server has run on this store. */
export async function serveLeader(options: LeaderServeOptions): Promise<FastifyInstance> {
  const database = await openStore(options.db, SCHEMAS.leader);
  await refuseOtherModes(database, options.tasks, HELPED_MODES);
  const own = await signerOf(database);
  if (options.restored) {
    await abandonOpenRounds(database);
    const tasks = options.tasks.map(({ task }) => task);
    await takeLogsOver(database, tasks, own.publicKey, options.helper);
  }
  const app = await leaderApp({ ...options, ...operatorOf(options), database, signer: own, now: Date.now });
  return listening(app, options, own);
}

const operatorOf = ({ operatorToken: token }: CollectorServeOptions) => ({ operator: { token, page: readPage() } });

/** Throws RequestError for a task that a leader has run on this store, and for one of a store from a backup: nobody else has what its log has come to since. */
export async function serveSingle(options: SingleServeOptions): Promise<FastifyInstance> {
  const database = await openStore(options.db, SCHEMAS.single);
  await refuseOtherModes(database, options.tasks, ALONE_MODES);
  const own = await signerOf(database);
  if (options.restored) {
    await abandonOpenRounds(database);
    const known = await knownTasks(database);
    const again = options.tasks.find(({ task }) => known.includes(task));
    if (again !== undefined)
      throw new RequestError(
        `the log of the task "${again.task}" after the backup is lost, since no helper has it: go on under a new task name`,
      );
  }
  const app = await singleApp({ ...options, ...operatorOf(options), database, signer: own, now: Date.now });
  return listening(app, options, own);
}

export async function serveHelper(options: HelperServeOptions): Promise<FastifyInstance> {
  const database = await openStore(options.db, SCHEMAS.helper);
  const own = await signerOf(database);
  if (options.restored) await abandonOpenRounds(database);
  const app = await helperApp({ ...options, database, signer: own, now: Date.now });
  return listening(app, options, own);
}

/** On the leader's store, with the leader's key. */
export async function serveTrainer(options: TrainerServeOptions): Promise<FastifyInstance> {
  const database = await openStore(options.db, SCHEMAS.leader);
  const own = await signerOf(database);
  const app = await trainerApp({ ...options, database, signer: own, now: Date.now });
  return listening(app, options, own);
}

const signerOf = async (database: Database): Promise<Signer> => signer(await signingKey(database, newSigningKey));

async function listening(
  app: FastifyInstance,
  { host, port, origin }: Pick<ServeOptions, "host" | "port" | "origin">,
  { publicKey }: Signer,
) {
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw error;
  }
  app.log.info({ origin, key: publicKey }, "listening");
  return app;
}
