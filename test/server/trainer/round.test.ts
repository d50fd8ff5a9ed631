import { afterEach, describe, expect, test } from "vitest";
import { sha256Hex } from "../../../server/crypto/digest.ts";
import { verifier } from "../../../server/crypto/sign.ts";
import type { TaskSettings } from "../../../server/leader/task.ts";
import { modelsOf } from "../../../server/store/models.ts";
import { keepVector, vectorOf } from "../../../server/store/rounds.ts";
import { TEXT } from "../../../server/text.ts";
import type { HoldOut } from "../../../server/trainer/gate.ts";
import { newState, serverStep } from "../../../server/trainer/step.ts";
import { decode } from "../../../src/core/privacy/vector/decode.ts";
import { toHex } from "../../../src/core/protocol/hex.ts";
import { type LogEntry, parseLog } from "../../../src/core/protocol/log.ts";
import { parseModel } from "../../../src/core/protocol/model.ts";
import { modelSigned } from "../../../src/core/protocol/signed.ts";
import { device, type Fetched, fetchPlan, fetchTask, send } from "../support/device.ts";
import { flaky } from "../support/flaky.ts";
import { NO_PAGE, Pair, TASK, TRAINING, until } from "../support/pair.ts";

let pair: Pair;
afterEach(() => pair?.remove());

const TOKEN = "the operator's";
const POLICY = { leastReports: 10, maxEpsilon: 1e9, delta: 1e-6 };
const SMALL = { leastReports: 10, largestBatch: 12, noiseMultiplier: 0.001, maxEpsilon: 1e9 };

const open = async (task: Partial<TaskSettings> = {}): Promise<Pair> => {
  pair = new Pair({ ...SMALL, ...task });
  pair.operator = { token: TOKEN, page: NO_PAGE };
  await pair.openHelper(0, POLICY);
  await pair.openLeader();
  return pair;
};

/** The plan of this round, once it takes reports. */
const collecting = (round: number): Promise<Fetched> =>
  until(async () => {
    const answer = await fetchTask(pair.leader, "head");
    if (answer.state !== "collecting" || answer.plan === null) return undefined;
    const fetched = await fetchPlan(pair.leader, answer.plan);
    return fetched.plan.round === round ? fetched : undefined;
  });

/** A full round of devices that all say `weight` for every weight. */
async function fill(round: number, weight: number): Promise<Fetched> {
  const fetched = await collecting(round);
  const from = await device(fetched);
  for (let n = 0; n < SMALL.largestBatch; n++) {
    const { bytes } = await from.report([new Array<number>(19).fill(weight), [1, 0, 0, 0, 0]]);
    const answer = await until(async () => {
      const heard = await send(pair.leader, bytes);
      return heard === "retry-later" ? undefined : heard;
    });
    expect(answer).toBe("accepted");
  }
  return fetched;
}

const log = async (origin: string): Promise<readonly LogEntry[]> => {
  const response = await fetch(`${origin}/v1/log/head`);
  return parseLog(new Uint8Array(await response.arrayBuffer()), TEXT).map(({ entry }) => entry);
};

/** The log of both, once it has as many entries. */
const logged = (length: number) =>
  until(async () => {
    const [leader, helper] = await Promise.all([log(pair.leader), log(pair.helper)]);
    if (leader.length < length || helper.length !== leader.length) return undefined;
    expect(helper).toEqual(leader);
    return leader;
  });

/** As good as the sum of the weights is far in this direction. */
const towards = (sign: number, id = "one"): HoldOut => ({
  id,
  questions: 3,
  quality: async (weights) => 0.5 + (sign * Array.from(weights).reduce((sum, weight) => sum + weight, 0)) / 1_000,
});

const metrics = async () => (await fetch(`${pair.trainer}/metrics`)).text();

describe("a trainer", () => {
  test("makes a signed model of a round, which the next plan names, keeps back a worse one, and rolls back by newer questions", async () => {
    const [head, shown] = TASK.blocks;
    await open({ blocks: [{ ...head!, subset: "hidden-32" }, shown!] });
    let holdOut = towards(1);
    await pair.openTrainer(async () => holdOut);
    const first = await fill(0, 0.05);
    expect(first.plan.model).toBe("zero");
    const hash = toHex(first.hash);

    // The next round begins once its model is there.
    const second = await fill(1, -0.2);
    const { model, canary } = await fetchTask(pair.leader, "head");
    expect(canary).toBeNull();
    expect(model).toMatchObject({ version: 1, hash: second.plan.model });
    const response = await fetch(`${pair.leader}/v1/models/${model!.hash}`, {
      headers: { origin: "https://shop.example" },
    });
    expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(response.headers.get("access-control-allow-origin")).toBe("https://shop.example");
    expect(response.headers.get("set-cookie")).toBeNull();
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(sha256Hex(bytes)).toBe(model!.hash);
    expect(verifier(first.plan.leader.signKey)(modelSigned(bytes, TEXT), model!.signature)).toBe(true);

    // What it holds is one step along the mean of a full round.
    const opened = (await vectorOf(pair.leaderStore, hash, "opened"))!;
    const [sum] = decode(first.plan.blocks, opened, first.hash);
    const { weights } = serverStep(new Float32Array(19), sum!, SMALL.largestBatch, newState(19), TRAINING);
    const made = parseModel(bytes, TEXT);
    expect(made).toEqual({
      task: "head",
      version: 1,
      parent: null,
      plan: hash,
      kind: "hidden-32",
      weights: Float32Array.from(weights),
    });
    for (const weight of made.weights) expect(weight).toBeGreaterThan(0.005);

    // Both have signed that it was published.
    const [end, published] = await logged(2);
    expect(end).toMatchObject({ outcome: "opened", count: 12, modelHash: null });
    expect(published).toMatchObject({ outcome: "published", planHash: hash, modelHash: model!.hash, n: 1 });
    expect(published).toMatchObject({ count: 12, setHash: end!.setHash });

    // The second round's devices went the other way: worse, and refused.
    const third = await collecting(2);
    expect(third.plan.model).toBe(model!.hash);
    const [refused] = await modelsOf(pair.leaderStore, "head", 10);
    expect(refused).toMatchObject({ version: 2, state: "refused", parent: model!.hash, planHash: toHex(second.hash) });
    expect(refused!.measured!.quality).toBeLessThan(refused!.measured!.before);
    expect((await fetch(`${pair.leader}/v1/models/${refused!.hash}`)).status).toBe(404);
    expect((await fetchTask(pair.leader, "head")).model).toEqual(model);
    expect(await metrics()).toMatch(/inkling_models_total\{task="head",state="refused"\} 1/);
    expect(await metrics()).toMatch(/inkling_model_version\{task="head"\} 1/);

    // Newer questions, a while later, find the first model worse than none.
    holdOut = towards(-1, "two");
    pair.now = () => Date.now() + 61_000;
    const entries = await logged(4);
    expect(entries[3]).toMatchObject({ outcome: "rolled-back", planHash: hash, modelHash: null, count: 0 });
    expect((await fetchTask(pair.leader, "head")).model).toBeNull();
    expect((await modelsOf(pair.leaderStore, "head", 10))[1]).toMatchObject({
      ...{ state: "rolled-back", measured: { holdOut: "two" } },
      reason: expect.stringContaining("worse than the model before it"),
    });
    // A plan that names it is still under way: its bytes stay, and no model comes of that round.
    expect((await fetch(`${pair.leader}/v1/models/${model!.hash}`)).status).toBe(200);
    await fill(2, -0.2);
    expect((await collecting(3)).plan.model).toBe("zero");
    expect((await modelsOf(pair.leaderStore, "head", 10))[0]).toMatchObject({
      ...{ version: 3, state: "refused", parent: null },
      reason: "its round started from a model that is rolled back",
    });
  }, 120_000);

  test("keeps a model back whose hold-out questions cannot be read, with the reason, and lets rounds go on", async () => {
    await open();
    let broken = true;
    await pair.openTrainer(async () => {
      if (broken) throw new Error("history.csv is cut short");
      return towards(1);
    });
    await fill(0, 0.05);
    expect((await collecting(1)).plan.model).toBe("zero");
    expect(await modelsOf(pair.leaderStore, "head", 10)).toMatchObject([
      { version: 1, state: "candidate", measured: null, reason: expect.stringContaining("history.csv is cut short") },
    ]);
    broken = false;
    await fill(1, 0.05);
    expect((await collecting(2)).plan.model).not.toBe("zero");
  }, 60_000);

  test("lets a share of devices try a model for a round, and the operator withdraw it with what was made of it", async () => {
    await open();
    await pair.openTrainer(async () => towards(1), { canaryShare: 0.25 });
    await fill(0, 0.05);
    const second = await fill(1, 0.05);
    const first = await fetchTask(pair.leader, "head");
    expect(first).toMatchObject({ model: null, canary: { version: 1, share: 0.25 } });
    // Learning goes on from what is tried.
    expect(second.plan.model).toBe(first.canary!.hash);
    const third = await collecting(2);
    const { model, canary } = await fetchTask(pair.leader, "head");
    expect(model).toMatchObject({ version: 1, hash: first.canary!.hash });
    expect(canary).toMatchObject({ version: 2, hash: third.plan.model, share: 0.25 });
    const [two, one] = await modelsOf(pair.leaderStore, "head", 10);
    expect([one!.state, two!.state, two!.parent]).toEqual(["published", "canary", one!.hash]);
    expect((await logged(4)).map(({ outcome }) => outcome)).toEqual(["opened", "published", "opened", "published"]);

    expect((await operator("roll-back", { task: "head", model: model!.hash }, "wrong")).status).toBe(401);
    expect((await operator("roll-back", { task: "other", model: model!.hash })).status).toBe(409);
    expect((await operator("roll-back", { task: "head", model: "none" })).status).toBe(400);
    const answer = await operator("roll-back", { task: "head", model: model!.hash });
    expect(await answer.json()).toMatchObject({
      ...{ current: null, canary: null, paused: false, trainerSeenMs: expect.any(Number) },
      models: [
        { version: 2, state: "rolled-back", reason: "made of a model that is rolled back" },
        { version: 1, state: "rolled-back", reason: "by the operator", gate: { questions: 3 } },
      ],
    });
    expect((await operator("roll-back", { task: "head", model: model!.hash })).status).toBe(409);
    expect(await fetchTask(pair.leader, "head")).toMatchObject({ model: null, canary: null });
    const [, , , , ...withdrawn] = await logged(6);
    expect(withdrawn).toMatchObject([
      { outcome: "rolled-back", planHash: two!.planHash, modelHash: null },
      { outcome: "rolled-back", planHash: one!.planHash, modelHash: null },
    ]);

    // A paused task finishes its round and begins no other.
    expect(await (await operator("pause", { task: "head", paused: true })).json()).toMatchObject({ paused: true });
    await fill(2, 0.05);
    await logged(7);
    await pause(1_000);
    expect((await fetchTask(pair.leader, "head")).state).toBe("waiting");
    await operator("pause", { task: "head", paused: false });
    await collecting(3);
  }, 120_000);

  test("makes no model of an impossible sum, and publishes none that nobody measured, unless it is told to", async () => {
    await open();
    const { hash } = await fill(0, 0.05);
    await logged(1);
    // As one report far beyond its bound leaves it.
    const opened = (await vectorOf(pair.leaderStore, toHex(hash), "opened"))!;
    await keepVector(pair.leaderStore, toHex(hash), "opened", opened.fill(2 ** 30, 0, 1));
    const trainer = await pair.openTrainer(undefined);
    await fill(1, 0.05);
    await collecting(2);
    expect(await metrics()).toMatch(/inkling_rounds_dropped_total\{task="head"\} 1/);
    const [candidate, ...others] = await modelsOf(pair.leaderStore, "head", 10);
    expect(others).toEqual([]);
    expect(candidate).toMatchObject({ version: 1, round: 1, state: "candidate", measured: null });
    expect(candidate!.reason).toContain("no hold-out questions");
    expect((await fetchTask(pair.leader, "head")).model).toBeNull();
    await trainer.close();

    await pair.openTrainer(undefined, { ungated: true });
    await fill(2, 0.05);
    await collecting(3);
    const [published] = await modelsOf(pair.leaderStore, "head", 10);
    expect(published).toMatchObject({ version: 2, state: "published", parent: null, measured: null });
    expect(published!.reason).toContain("ungated");
    expect((await fetchTask(pair.leader, "head")).model).toMatchObject({ version: 2 });
  }, 120_000);

  test("makes one model a round, whichever of its transactions fails before or after the commit", async () => {
    await open();
    let failures = 0;
    pair.wrap = (database) =>
      flaky(database, () => {
        // One of them for certain.
        const fails = failures === 0 || Math.random() < 0.4;
        if (fails) failures++;
        return fails;
      });
    await pair.openTrainer(async () => towards(1));
    const rounds = [await fill(0, 0.05), await fill(1, 0.05), await fill(2, 0.05)];
    await collecting(3);
    expect(failures).toBeGreaterThan(0);
    const models = (await modelsOf(pair.leaderStore, "head", 10)).toReversed();
    expect(models.map(({ version, state, planHash }) => ({ version, state, planHash }))).toEqual(
      rounds.map(({ hash }, at) => ({ version: at + 1, state: "published", planHash: toHex(hash) })),
    );
    expect(models.map(({ parent }) => parent)).toEqual([null, models[0]!.hash, models[1]!.hash]);
    const entries = await logged(6);
    expect(entries.filter(({ outcome }) => outcome === "published").map(({ modelHash }) => modelHash)).toEqual(
      models.map(({ hash }) => hash),
    );
  }, 120_000);
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks as the operator page does; with another token it has no session. */
async function operator(what: string, body: object, token = TOKEN): Promise<Response> {
  const post = (path: string, content: object, headers: Record<string, string> = {}) =>
    fetch(`${pair.leader}/operator/api/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(content),
    });
  const login = await post("session", { token });
  const { session = "" } = login.ok ? await login.json() : {};
  return post(what, body, { authorization: `Bearer ${session}` });
}
