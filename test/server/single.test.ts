import { webcrypto } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sha256, sha256Hex } from "../../server/crypto/digest.ts";
import { newSigningKey, signer, verifier } from "../../server/crypto/sign.ts";
import { ensurePlan } from "../../server/leader/planning.ts";
import { SINGLE_TASK } from "../../server/leader/settings.ts";
import type { TaskSettings } from "../../server/leader/task.ts";
import { newRoundKeys } from "../../server/rounds/openers.ts";
import { serveLeader, serveSingle } from "../../server/serve.ts";
import { singleApp } from "../../server/single/app.ts";
import { lastEntry } from "../../server/store/entries.ts";
import { modelsOf } from "../../server/store/models.ts";
import { openStore } from "../../server/store/open.ts";
import { acceptedIds } from "../../server/store/reports.ts";
import { newestRound, roundOf, vectorOf } from "../../server/store/rounds.ts";
import type { Database } from "../../server/store/sql.ts";
import { TEXT } from "../../server/text.ts";
import type { Federation } from "../../src/core/bridge/federation.ts";
import { DEMONSTRATION_LIMITS } from "../../src/core/privacy/ledger/limits.ts";
import { secureRandom } from "../../src/core/privacy/random.ts";
import { decode } from "../../src/core/privacy/vector/decode.ts";
import { fromHex } from "../../src/core/protocol/hex.ts";
import { entryBytes, parseLog } from "../../src/core/protocol/log.ts";
import { encodeReport, LEADER_INFO, parseReport, reportAad } from "../../src/core/protocol/report.ts";
import { shareBytes } from "../../src/core/protocol/share.ts";
import { entrySigned, planSigned } from "../../src/core/protocol/signed.ts";
import { FEATURES } from "../../src/core/rank/features.ts";
import { type Agreed, agreedPlan, taskAnswer } from "../../workers/federated/agreed.ts";
import { openNet } from "../../workers/federated/net.ts";
import { sealReport } from "../../workers/federated/report.ts";
import { sealTo } from "../../workers/federated/seal.ts";
import { send } from "./support/device.ts";
import { HELPER, leaderOn } from "./support/leader.ts";
import { overviewOf } from "./support/operator.ts";
import { NO_PAGE, TASK, TRAINING, until } from "./support/pair.ts";
import { token } from "./support/token.ts";

const random = secureRandom((bytes) => webcrypto.getRandomValues(bytes));
const OPERATOR = "the operator's own";
const own = signer(newSigningKey());

let folder: string;
let app: FastifyInstance;
let database: Database;
let origin: string;
let now = () => Date.now();

async function open(task: Partial<TaskSettings> = {}, file = join(folder, "single.db")): Promise<void> {
  database = await openStore(`sqlite:${file}`, "unused");
  app = await singleApp({
    ...{ database, signer: own, now: () => now(), origins: [], perMinute: 1e6, proxyHops: 0, logger: false },
    ...{ origin: "http://single.example", tasks: [{ ...SINGLE_TASK, leastReports: 5, largestBatch: 9, ...task }] },
    issuer: { attestation: { attestation: "none" }, sessionKey: undefined, perAddress: 1_000 },
    operator: { token: OPERATOR, page: NO_PAGE },
    ...{ settings: { ...TRAINING, ungated: true }, gate: undefined },
  });
  origin = await app.listen({ port: 0, host: "127.0.0.1" });
}

beforeEach(() => {
  now = () => Date.now();
  folder = mkdtempSync(join(tmpdir(), "inkling-single-"));
});
afterEach(async () => {
  await app?.close();
  rmSync(folder, { recursive: true });
});

/** What a device takes part in, by its own code and what the shop's page says. */
function agreed(change: Partial<Federation> = {}): Promise<Agreed> {
  const federation = {
    ...{ leader: origin, leaderKey: own.publicKey, task: "head", trustMode: "C" },
    ...{ session: null, demonstration: true, ...change },
  } as Federation; // the cast: some are no federation, as those of other modes
  const asking = {
    ...{ federation, limits: DEMONSTRATION_LIMITS, net: openNet(new AbortController().signal), text: TEXT },
    ...{ digest: async (bytes: Uint8Array) => sha256Hex(bytes), now, begunMs: 0, isAnswered: async () => false },
  };
  return until(async () => agreedPlan(asking, await taskAnswer(asking), undefined));
}

const tokenOf = ({ plan, hash }: Agreed) => token(origin, { plan, hash: fromHex(hash) });
const sealed = async (plan: Agreed, values: ArrayLike<number>) =>
  sealReport(plan, [values], {
    token: await tokenOf(plan),
    ...{ random, text: TEXT, digest: async (bytes: Uint8Array) => sha256Hex(bytes) },
  });

/** A report of any whole numbers, as a client of one's own makes it. */
async function forged({ plan, hash }: Agreed, vector: Uint32Array, bytes: Uint8Array): Promise<Uint8Array> {
  const head = { planHash: fromHex(hash), round: plan.round, reportId: webcrypto.getRandomValues(new Uint8Array(16)) };
  const seal = await sealTo(plan.leader.keys, TEXT);
  const leader = await seal(LEADER_INFO, reportAad(head, sha256(bytes)), shareBytes(vector));
  return encodeReport({ ...head, token: bytes, leader, helper: null });
}

const log = async () => parseLog(new Uint8Array(await (await fetch(`${origin}/v1/log/head`)).arrayBuffer()), TEXT);
const ended = (plan: Agreed, phase: string) =>
  until(async () => {
    const round = await roundOf(database, plan.hash);
    return round?.logged && round.phase === phase ? round : undefined;
  });
const weights = new Float64Array(FEATURES.length).fill(0.04);

describe("a single server", () => {
  test("adds up reports that carry their own noise, refuses what no honest device sends, signs its log alone and publishes a model", async () => {
    await open();
    const plan = await agreed();
    expect(plan.plan).toMatchObject({ trustMode: "C", helper: null, participationCap: 1 });
    const reports = await Promise.all(Array.from({ length: 6 }, () => sealed(plan, weights)));
    for (const { bytes } of reports) expect(await send(origin, bytes)).toBe("accepted");
    // Again the same; and another report of a token that is spent.
    expect(await send(origin, reports[0]!.bytes)).toBe("accepted");
    const spent = parseReport(reports[0]!.bytes).token;
    expect(await send(origin, await forged(plan, new Uint32Array(64), spent))).toBe("rejected");
    // Far beyond the bound in one value, and in all of them; the round is not lost by either.
    const far = new Uint32Array(64);
    far[3] = 2 ** 20;
    const garbage = webcrypto.getRandomValues(new Uint32Array(64));
    for (const vector of [far, garbage])
      expect(await send(origin, await forged(plan, vector, await tokenOf(plan)))).toBe("accepted");
    // Two halves are for two aggregators.
    const halves = parseReport((await sealed(plan, weights)).bytes);
    expect(await send(origin, encodeReport({ ...halves, helper: halves.leader }))).toBe("rejected");
    expect(await send(origin, (await sealed(plan, weights)).bytes)).toBe("accepted");

    const round = await ended(plan, "published");
    expect(round).toMatchObject({ received: 9, count: 7 });
    expect(await acceptedIds(database, plan.hash)).toHaveLength(7);
    const opened = (await vectorOf(database, plan.hash, "opened"))!;
    expect(await vectorOf(database, plan.hash, "noised")).toEqual(opened);
    expect(await vectorOf(database, plan.hash, "sum")).toBeUndefined();
    const [sum] = decode(plan.plan.blocks, opened, fromHex(plan.hash));
    const { numerator, denominator } = plan.plan.sigmaSquared;
    const deviation = Math.sqrt((7 * numerator) / denominator) / 4_096;
    const off = sum!.map((value, at) => value - 7 * weights[at]!);
    expect(Math.max(...off.map(Math.abs))).toBeLessThan(6 * deviation);
    // The devices' noise is in it, of all seven.
    const spread = Math.sqrt(off.reduce((total, value) => total + value * value, 0) / off.length);
    expect(spread).toBeGreaterThan(0.6 * deviation);
    expect(spread).toBeLessThan(1.5 * deviation);

    const entries = await until(async () => {
      const all = await log();
      return all.length === 2 ? all : undefined;
    });
    expect(entries.map(({ entry }) => entry)).toMatchObject([
      { outcome: "opened", count: 7, modelHash: null },
      { outcome: "published", count: 7 },
    ]);
    for (const { entry, signatures } of entries) {
      expect(signatures.helper).toBeNull();
      expect(verifier(own.publicKey)(entrySigned(entryBytes(entry, TEXT), TEXT), signatures.leader)).toBe(true);
    }
    const [model] = await modelsOf(database, "head", 2);
    expect(model).toMatchObject({ version: 1, state: "published", planHash: plan.hash });
    const next = await agreed();
    expect(next.plan).toMatchObject({ round: 1, model: model!.hash });
    expect(next.weights).toHaveLength(FEATURES.length);

    const metrics = await (await fetch(`${origin}/metrics`)).text();
    expect(metrics).toMatch(/inkling_impossible_total 2\n/);
    expect(metrics).toMatch(/inkling_models_total\{task="head",state="published"\} 1/);
    const { info } = await (await fetch(`${origin}/docs/json`)).json();
    expect(info.description).toMatch(/^Trust mode C: this one server opens every report/);
    const [shown] = (await overviewOf(origin, OPERATOR)).tasks;
    expect(shown?.plan).toMatchObject({ trustMode: "C", helper: null });
    expect(shown!.budget!.epsilonMost).toBeCloseTo(4, 1);
    // Of five reports' noise one may be the reader's own: twice the noise is less than half of epsilon.
    expect(shown!.plan!.epsilonReaders).toBeLessThan(shown!.budget!.epsilonMost / 2);
  }, 60_000);

  test("opens nothing of fewer than K, also where it refused the others itself", async () => {
    await open({ tokens: false, largestBatch: 5 });
    const plan = await agreed();
    const digest = async (bytes: Uint8Array) => sha256Hex(bytes);
    const sealing = { token: new Uint8Array(), random, text: TEXT, digest };
    for (let at = 0; at < 4; at++)
      expect(await send(origin, (await sealReport(plan, [weights], sealing)).bytes)).toBe("accepted");
    const far = new Uint32Array(64).fill(1e6);
    expect(await send(origin, await forged(plan, far, new Uint8Array()))).toBe("accepted");
    expect(await ended(plan, "abandoned")).toMatchObject({ received: 5, count: 4 });
    for (const vector of ["sum", "noised", "opened"] as const)
      expect(await vectorOf(database, plan.hash, vector)).toBeUndefined();
    expect(await log()).toMatchObject([{ entry: { outcome: "abandoned", count: 0 }, signatures: { helper: null } }]);
    expect(await database.all("SELECT report_id FROM reports WHERE sealed IS NOT NULL")).toEqual([]);
  }, 60_000);

  test("is reported to by devices whose shop says so, and by no others", async () => {
    await open();
    const key = "ab".repeat(32);
    const helper = { helper: "http://helper.example", helperKey: key };
    for (const trustMode of ["A", "B"] as const)
      await expect(agreed({ trustMode, ...helper })).rejects.toThrow("not signed by the helper");
    await expect(agreed({ leaderKey: key })).rejects.toThrow("not signed by the leader");
    expect((await agreed()).plan.trustMode).toBe("C");
  }, 60_000);

  test("from a backup goes on under a new task name alone", async () => {
    await open();
    await agreed();
    const copy = join(folder, "copy.db");
    await database.run("VACUUM INTO $1", copy);
    const options = { ...served(copy), restored: true };
    await expect(serveSingle({ ...options, tasks: [SINGLE_TASK] })).rejects.toThrow("go on under a new task name");
  });

  test("leaves a leader's tasks and their log to a leader, as a leader does with its own", async () => {
    const file = join(folder, "leader.db");
    const leaders = await openStore(`sqlite:${file}`, "unused");
    const keys = async () => newRoundKeys().map(({ id, kem, publicKey }) => ({ id, kem, key: publicKey }));
    const agree = async (plan: Uint8Array) => HELPER.sign(planSigned(plan, TEXT));
    await ensurePlan(leaderOn(leaders, { keys, agree }), TASK);
    await expect(serveSingle({ ...served(file), tasks: [SINGLE_TASK] })).rejects.toThrow(
      'the task "head" of trust mode B, and this server runs C: go on under a new task name',
    );
    await open({ task: "alone" }, file);
    await until(async () => ((await newestRound(leaders, "alone")) === undefined ? undefined : true));
    await until(async () => ((await newestRound(leaders, "head"))?.phase === "abandoned" ? true : undefined));
    // More than two turns.
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await newestRound(leaders, "head")).toMatchObject({ phase: "abandoned", logged: false });
    expect(await lastEntry(leaders, "head")).toBeUndefined();
    await leaders.close();

    const helper = { origin: "http://helper.example", signKey: HELPER.publicKey, address: "http://127.0.0.1:9" };
    await expect(serveLeader({ ...served(file), helper, tasks: [{ ...TASK, task: "alone" }] })).rejects.toThrow(
      'the task "alone" of trust mode C, and this server runs A and B',
    );
  }, 60_000);
});

const served = (file: string) => ({
  ...{ db: `sqlite:${file}`, host: "127.0.0.1", port: 0, origin: "http://single.example", restored: false },
  ...{ origins: [], perMinute: 1e6, proxyHops: 0, logger: false as const, operatorToken: OPERATOR, gate: undefined },
  issuer: { attestation: { attestation: "none" as const }, sessionKey: undefined, perAddress: 1_000 },
  settings: TRAINING,
});
