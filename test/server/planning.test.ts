import { expect, test } from "vitest";
import { sha256Hex } from "../../server/crypto/digest.ts";
import { HelperRefused } from "../../server/leader/helper.ts";
import { ensurePlan } from "../../server/leader/planning.ts";
import type { TaskSettings } from "../../server/leader/task.ts";
import { knownPlan } from "../../server/rounds/known-plan.ts";
import { newRoundKeys } from "../../server/rounds/openers.ts";
import { addModel, type StoredModel } from "../../server/store/models.ts";
import { addPlan, isAgreed, newestPlan } from "../../server/store/plans.ts";
import type { Database } from "../../server/store/sql.ts";
import { keepStep, rollBack } from "../../server/store/steps.ts";
import { holdTask, nameModels, standingOf } from "../../server/store/tasks.ts";
import { TEXT } from "../../server/text.ts";
import { encodeModel } from "../../src/core/protocol/model.ts";
import { parsePlan } from "../../src/core/protocol/parse-plan.ts";
import { planSigned } from "../../src/core/protocol/signed.ts";
import { KINDS } from "./support/databases.ts";
import { HELPER, leaderOn } from "./support/leader.ts";
import { TASK } from "./support/pair.ts";

const agree = async (plan: Uint8Array) => HELPER.sign(planSigned(plan, TEXT));
const keys = async () => newRoundKeys().map(({ id, kem, publicKey }) => ({ id, kem, key: publicKey }));
const away = () => Promise.reject(new Error("the helper is away"));

test("of two leaders that begin a task at once, the slower follows the faster one's plan and begins no round beside it", async () => {
  const place = KINDS.find(({ name }) => name === "SQLite")!.place();
  const database = await place.open();
  const fast = leaderOn(database, { agree, keys });
  const slow = leaderOn(database, {
    agree,
    keys: async (_task, round) => {
      // By now the helper has signed the other's plan, and its round has been.
      if (round > 0) return keys();
      await ensurePlan(fast, TASK);
      throw new HelperRefused("/v1/keys", "the round has been");
    },
  });
  try {
    await ensurePlan(slow, TASK);
    expect(await database.all("SELECT version FROM plans")).toEqual([{ version: 1 }]);
    expect(await database.all("SELECT round, phase FROM rounds")).toEqual([{ round: 0, phase: "collecting" }]);
  } finally {
    await database.close();
    await place.remove();
  }
});

test.each([
  [19, "names the model that is out where it has as many weights as the task asks for"],
  [18, "begins at the zero model where the one that is out has another number"],
])("with a model of %i weights a plan %s", async (size) => {
  const place = KINDS.find(({ name }) => name === "SQLite")!.place();
  const database = await place.open();
  const plan = "7".repeat(64);
  const made = {
    task: "head",
    version: 1,
    parent: null,
    plan,
    kind: "linear",
    weights: new Float32Array(size),
  } as const;
  const bytes = encodeModel(made, TEXT);
  const hash = sha256Hex(bytes);
  let named: string | undefined;
  const leader = leaderOn(database, {
    agree: async (bytes) => {
      named = parsePlan(bytes, TEXT).model;
      return HELPER.sign(planSigned(bytes, TEXT));
    },
    keys,
  });
  try {
    await database.transaction(async (queries) => {
      await holdTask(queries, "head");
      await addModel(queries, {
        ...{
          hash,
          task: "head",
          version: 1,
          parent: null,
          planHash: plan,
          round: 0,
          bytes,
          signature: "0".repeat(128),
        },
        ...{ optimizer: new Uint8Array(), stepNorm: 0, madeMs: 0, state: "published", reason: null, measured: null },
      });
      await nameModels(queries, "head", { current: hash, canary: null });
    });
    await ensurePlan(leader, TASK);
    expect(named).toBe(size === 19 ? hash : "zero");
  } finally {
    await database.close();
    await place.remove();
  }
});

async function withStore(work: (database: Database) => Promise<void>): Promise<void> {
  const place = KINDS.find(({ name }) => name === "SQLite")!.place();
  const database = await place.open();
  try {
    await work(database);
  } finally {
    await database.close();
    await place.remove();
  }
}

const newest = async (database: Database) => {
  const stored = await newestPlan(database, "head");
  return stored && { ...knownPlan(stored).plan, isAgreed: isAgreed(stored) };
};

test.each<[string, Partial<TaskSettings>, string]>([
  ["values", { blocks: ["a", "b"].map((name) => ({ ...TASK.blocks[0]!, name, size: 40_000 })) }, "more than 65536"],
  [
    "buckets",
    { blocks: [{ ...TASK.blocks[0]!, size: 40_000 }], buckets: 20, leastReports: 5, largestBatch: 200 },
    "more than 1048576",
  ],
  ["origin", {}, "origin is not an origin"],
])(
  "a plan that devices would refuse for its %s is not kept, and one is once the task is mended",
  (what, change, reason) =>
    withStore(async (database) => {
      const leader = leaderOn(database, { keys, agree });
      const wrong = { ...leader, ...(what === "origin" && { origin: "http://Leader.example/path" }) };
      const noise = { noiseMultiplier: 100, maxEpsilon: 10 };
      for (let turn = 0; turn < 2; turn++)
        await expect(ensurePlan(wrong, { ...TASK, ...noise, ...change })).rejects.toThrow(reason);
      expect(await newestPlan(database, "head")).toBeUndefined();
      await ensurePlan(leader, TASK);
      expect(await newest(database)).toMatchObject({ isAgreed: true, round: 0 });
    }),
);

test("a plan that an earlier release kept and nobody can read is given up for another", () =>
  withStore(async (database) => {
    const signed = { signature: "00", helperSignature: null, agreed: false };
    await addPlan(database, { hash: "0".repeat(64), bytes: Uint8Array.of(1), ...signed }, { task: "head", version: 1 });
    const leader = leaderOn(database, { keys, agree });
    await ensurePlan(leader, TASK);
    await ensurePlan(leader, TASK);
    expect(await newest(database)).toMatchObject({ isAgreed: true, round: 0 });
  }));

test("a plan whose time is over before the helper answers is given up for another", () =>
  withStore(async (database) => {
    await expect(ensurePlan(leaderOn(database, { keys, agree: away }), TASK)).rejects.toThrow("away");
    const { epoch } = (await newest(database))!;
    const later = { ...leaderOn(database, { keys, agree }), now: () => epoch.until };
    await ensurePlan(later, TASK);
    await ensurePlan(later, TASK);
    expect(await newest(database)).toMatchObject({ isAgreed: true, round: 0, epoch: { from: epoch.until } });
  }));

test("a plan whose model is rolled back before the helper answers is given up, also where the helper has signed it", () =>
  withStore(async (database) => {
    await ensurePlan(leaderOn(database, { keys, agree }), TASK);
    const { hash: planHash } = (await newestPlan(database, "head"))!;
    await database.run("UPDATE rounds SET phase = 'opened', logged = 1");
    const place = { task: "head", version: 1, parent: null };
    const weights = new Float32Array(19);
    const bytes = encodeModel({ ...place, plan: planHash, kind: "linear", weights }, TEXT);
    const made = { ...place, planHash, round: 0, bytes, stepNorm: 1 };
    const model: StoredModel = {
      ...{ ...made, hash: sha256Hex(bytes), signature: "s", optimizer: Uint8Array.of(1), madeMs: 1 },
      ...{ state: "published", reason: null, measured: null },
    };
    const seen = await standingOf(database, "head");
    await keepStep(database, { model, seen, canaryShare: 0 }, { leastReports: 1, largestBatch: 1 });

    // The helper signs, and its answer is lost.
    await expect(ensurePlan(leaderOn(database, { keys, agree: away }), TASK)).rejects.toThrow("away");
    expect(await newest(database)).toMatchObject({ isAgreed: false, round: 1, version: 2, model: model.hash });
    await rollBack(database, "head", model.hash, "why");
    const signedOne = (_task: string, round: number) =>
      round > 1 ? keys() : Promise.reject(new HelperRefused("/v1/keys", "the round has been"));
    const leader = leaderOn(database, { keys: signedOne, agree });
    await ensurePlan(leader, TASK);
    await ensurePlan(leader, TASK);
    expect(await newest(database)).toMatchObject({ isAgreed: true, round: 2, version: 3, model: "zero" });
  }));
