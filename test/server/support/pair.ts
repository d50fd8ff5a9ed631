import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { newSigningKey, signer } from "../../../server/crypto/sign.ts";
import { helperApp } from "../../../server/helper/app.ts";
import { leaderApp } from "../../../server/leader/app.ts";
import type { TaskSettings } from "../../../server/leader/task.ts";
import type { OperatorOptions } from "../../../server/operator/routes.ts";
import { openStore } from "../../../server/store/open.ts";
import type { Database } from "../../../server/store/sql.ts";
import type { IssuerPolicy } from "../../../server/tokens/issuer.ts";
import { trainerApp } from "../../../server/trainer/app.ts";
import type { Gate } from "../../../server/trainer/gate.ts";
import { type TrainerSettings, USUAL_STEP } from "../../../server/trainer/settings.ts";
import { KINDS, type Place } from "./databases.ts";

/** A task whose noise is small beside what the tests put in. */
export const TASK: TaskSettings = {
  task: "head",
  blocks: [
    { name: "head", kind: "delta", size: 19, subset: "linear", scale: 4_096, clipNorm: 1 },
    { name: "shown", kind: "histogram", size: 5, scale: 1_024, clipNorm: 3 },
  ],
  noiseMultiplier: 0.5,
  leastReports: 100,
  largestBatch: 120,
  buckets: 1,
  participationCap: 1,
  devices: 1_000,
  delta: 1e-5,
  maxEpsilon: 20,
  roundMs: 600_000,
  trustMode: "B",
  tokens: false,
};

export const POLICY = { leastReports: 100, maxEpsilon: 20, delta: 1e-6 };

export const TRAINING: TrainerSettings = { ...USUAL_STEP, canaryShare: 0, ungated: false };

/** An operator page without any content: the API behind it is what is asked. */
export const NO_PAGE = {
  "/operator": Buffer.alloc(0),
  "/operator/operator.js": Buffer.alloc(0),
  "/operator/operator.css": Buffer.alloc(0),
  "/operator/uplot.css": Buffer.alloc(0),
};

/** A leader and a helper in this process, each on its own SQLite, talking over HTTP. */
export class Pair {
  readonly leaderSigner = signer(newSigningKey());
  readonly helperSigner = signer(newSigningKey());
  task: TaskSettings;
  leaderStore!: Database;
  helperStore!: Database;
  leader!: string;
  helper!: string;
  trainer!: string;
  now = () => Date.now();
  /** Whom tokens are given, of tasks that ask for them. */
  issuer: IssuerPolicy = { attestation: { attestation: "none" }, sessionKey: undefined, perAddress: 1_000 };
  /** Of pages that may ask. */
  origins: readonly string[] = ["https://shop.example"];
  /** The leader's page; without it there is none. */
  operator: OperatorOptions | undefined;
  /** What both see of their databases. */
  wrap = (database: Database) => database;
  private readonly places: readonly [Place, Place];
  private apps: FastifyInstance[] = [];
  private readonly folders: string[] = [];
  private openStore: () => Promise<Database>;

  constructor(task: Partial<TaskSettings> = {}) {
    this.task = { ...TASK, ...task };
    const sqlite = KINDS.find(({ name }) => name === "SQLite")!;
    this.places = [sqlite.place(), sqlite.place()];
    this.openStore = this.places[0].open;
  }

  private limits = { perMinute: 1e6, proxyHops: 0 };

  private shared() {
    return {
      ...this.limits,
      origins: this.origins,
      logger: false as const,
      now: () => this.now(),
    };
  }

  async openHelper(port = 0, policy = POLICY): Promise<FastifyInstance> {
    this.helperStore = this.wrap(await this.places[1].open());
    const app = await helperApp({
      ...this.shared(),
      database: this.helperStore,
      signer: this.helperSigner,
      origin: "http://helper.example",
      leaderKey: this.leaderSigner.publicKey,
      policy,
    });
    this.helper = await app.listen({ port, host: "127.0.0.1" });
    this.apps.push(app);
    return app;
  }

  async openLeader(): Promise<FastifyInstance> {
    this.leaderStore = this.wrap(await this.openStore());
    const app = await leaderApp({
      ...this.shared(),
      database: this.leaderStore,
      signer: this.leaderSigner,
      tasks: [this.task],
      ...(this.operator && { operator: this.operator }),
      origin: "http://leader.example",
      helper: { origin: "http://helper.example", signKey: this.helperSigner.publicKey, address: this.helper },
      issuer: this.issuer,
    });
    this.leader = await app.listen({ port: 0, host: "127.0.0.1" });
    this.apps.push(app);
    return app;
  }

  /** A trainer beside the leader, on its store. */
  async openTrainer(gate: Gate | undefined, settings: Partial<TrainerSettings> = {}): Promise<FastifyInstance> {
    const app = await trainerApp({
      ...this.shared(),
      database: this.wrap(await this.openStore()),
      signer: this.leaderSigner,
      origin: "http://trainer.example",
      settings: { ...TRAINING, ...settings },
      gate,
    });
    this.trainer = await app.listen({ port: 0, host: "127.0.0.1" });
    this.apps.push(app);
    return app;
  }

  /** Closes the leader, which was opened last, and lets the next one open this store. */
  async replaceLeader(open: () => Promise<Database>): Promise<void> {
    await this.apps.pop()?.close();
    this.openStore = open;
  }

  /** A copy of a store as an operator makes one, without stopping it; and what opens it. */
  async backup(role: "leader" | "helper"): Promise<() => Promise<Database>> {
    const folder = mkdtempSync(join(tmpdir(), "inkling-backup-"));
    this.folders.push(folder);
    const file = join(folder, "copy.db");
    await (role === "leader" ? this.leaderStore : this.helperStore).run("VACUUM INTO $1", file);
    return () => openStore(`sqlite:${file}`, "unused");
  }

  async open(limits = this.limits): Promise<this> {
    this.limits = limits;
    await this.openHelper();
    await this.openLeader();
    return this;
  }

  async close(): Promise<void> {
    for (const app of this.apps.toReversed()) await app.close();
    this.apps = [];
  }

  async remove(): Promise<void> {
    await this.close();
    for (const place of this.places) await place.remove();
    for (const folder of this.folders.splice(0)) rmSync(folder, { recursive: true });
  }
}

/** Asks until the answer is there; the test's own time limit ends a wait that is in vain. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
