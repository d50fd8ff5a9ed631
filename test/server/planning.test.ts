import { expect, test } from "vitest";
import { sha256Hex } from "../../server/crypto/digest.ts";
import { HelperRefused } from "../../server/leader/helper.ts";
import { ensurePlan } from "../../server/leader/planning.ts";
import { newRoundKeys } from "../../server/rounds/openers.ts";
import { addModel } from "../../server/store/models.ts";
import { holdTask, nameModels } from "../../server/store/tasks.ts";
import { TEXT } from "../../server/text.ts";
import { encodeModel } from "../../src/core/protocol/model.ts";
import { parsePlan } from "../../src/core/protocol/parse-plan.ts";
import { planSigned } from "../../src/core/protocol/signed.ts";
import { KINDS } from "./support/databases.ts";
import { HELPER, leaderOn } from "./support/leader.ts";
import { TASK } from "./support/pair.ts";

test("of two leaders that begin a task at once, the slower follows the faster one's plan and begins no round beside it", async () => {
  const place = KINDS.find(({ name }) => name === "SQLite")!.place();
  const database = await place.open();
  const agree = async (plan: Uint8Array) => HELPER.sign(planSigned(plan, TEXT));
  const keys = async () => newRoundKeys().map(({ id, kem, publicKey }) => ({ id, kem, key: publicKey }));
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
    keys: async () => newRoundKeys().map(({ id, kem, publicKey }) => ({ id, kem, key: publicKey })),
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
