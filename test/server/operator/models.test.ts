import { afterAll, beforeAll, expect, test } from "vitest";
import type { Overview } from "../../../server/operator/api.ts";
import type { TaskModels } from "../../../server/operator/models-api.ts";
import { device, fetchPlan, fetchTask, send } from "../support/device.ts";
import { logIn } from "../support/operator.ts";
import { Pair, until } from "../support/pair.ts";
import { builtPage } from "./page.ts";

const TOKEN = "a token of the operator";
const pair = new Pair({ leastReports: 3, largestBatch: 3, noiseMultiplier: 0.001, maxEpsilon: 1e9, delta: 1e-6 });
let headers: { readonly authorization: string };

beforeAll(async () => {
  pair.operator = { token: TOKEN, page: await builtPage() };
  await pair.openHelper(0, { leastReports: 3, maxEpsilon: 1e9, delta: 1e-6 });
  await pair.openLeader();
  // As good as the sum of the weights is high.
  const quality = async (weights: ArrayLike<number>) =>
    0.5 + Array.from(weights).reduce((sum, one) => sum + one, 0) / 1_000;
  await pair.openTrainer(async () => ({ id: "made up", questions: 7, quality }));
  headers = await logIn(pair.leader, TOKEN);
}, 60_000);
afterAll(() => pair.remove());

const api = (path: string, body?: object) =>
  fetch(`${pair.leader}/operator/api/${path}`, {
    headers,
    ...(body && { method: "POST", body: JSON.stringify(body) }),
  });
const models = async () => (await (await api("models?task=head")).json()) as TaskModels;
const overview = async () => (await (await api("overview")).json()) as Overview;

/** The plan of this round, once it takes reports. */
const collecting = (round: number) =>
  until(async () => {
    const { state, plan } = await fetchTask(pair.leader, "head");
    if (state !== "collecting" || plan === null) return undefined;
    const found = await fetchPlan(pair.leader, plan);
    return found.plan.round === round ? found : undefined;
  });

/** Three devices that all say `weight` for every weight make a round. */
async function fill(round: number, weight: number): Promise<void> {
  const { report } = await device(await collecting(round));
  for (let n = 0; n < 3; n++) {
    const values = [new Array<number>(19).fill(weight), [1, 0, 0, 0, 0]];
    expect(await send(pair.leader, (await report(values)).bytes)).toBe("accepted");
  }
}

test("a model is shown with what the gate found, rounds are paused and go on, and a roll-back withdraws it once", async () => {
  expect(await until(async () => ((await models()).trainerSeenMs === null ? undefined : models()))).toMatchObject({
    ...{ task: "head", paused: false, current: null, canary: null, models: [] },
  });
  await fill(0, 0.05);
  const one = await until(async () => {
    const known = await models();
    return known.current === null ? undefined : known;
  });
  expect(one.models).toMatchObject([
    { version: 1, hash: one.current, state: "published", round: 0, parent: null, gate: { before: 0.5, questions: 7 } },
  ]);
  expect(one.models[0]!.gate!.quality).toBeGreaterThan(0.5);
  const { rounds } = (await overview()).tasks[0]!;
  expect(rounds.find(({ round }) => round === 0)).toMatchObject({ state: "published", counted: 3 });

  // Paused, the round under way goes on to its model, and no other begins.
  await collecting(1);
  const paused = await api("pause", { task: "head", paused: true });
  expect([paused.status, await paused.json()]).toEqual([200, expect.objectContaining({ paused: true })]);
  await fill(1, 0.05);
  await until(async () => ((await models()).models.length === 2 ? true : undefined));
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect((await overview()).tasks[0]).toMatchObject({ collecting: false, roundCount: 2 });
  expect(await (await api("pause", { task: "head", paused: false })).json()).toMatchObject({ paused: false });
  await until(async () => ((await overview()).tasks[0]!.roundCount === 3 ? true : undefined));

  const { current } = await models();
  const back = await api("roll-back", { task: "head", model: current! });
  expect([back.status, await back.json()]).toEqual([
    200,
    expect.objectContaining({
      current: one.current,
      models: expect.arrayContaining([
        expect.objectContaining({ hash: current, state: "rolled-back", reason: "by the operator" }),
      ]),
    }),
  ]);
  expect((await fetchTask(pair.leader, "head")).model?.hash).toBe(one.current);
  const again = await api("roll-back", { task: "head", model: current! });
  expect(again.status).toBe(409);
}, 120_000);

test.each<[string, string, unknown]>([
  ["models?task=another", "", undefined],
  ["models", "", undefined],
  ["pause", "another task", { task: "another", paused: true }],
])("%s of %s is not there", async (path, _what, body) => {
  expect((await api(path, body as object)).status).toBe(404);
});

test.each<[string, unknown]>([
  ["pause", { task: "head", paused: 1 }],
  ["pause", { task: "head" }],
  ["pause", { task: "head", paused: true, more: 1 }],
  ["pause", []],
  ["roll-back", { task: "head", model: "zero" }],
  ["roll-back", { task: "No Name", model: "00".repeat(32) }],
])("%s of %j is refused", async (path, body) => {
  const response = await api(path, body as object);
  expect([response.status, await response.json()]).toEqual([400, { error: "refused" }]);
});

test.each(["pause", "roll-back", "models?task=head"])("%s takes a session", async (path) => {
  expect(
    (await fetch(`${pair.leader}/operator/api/${path}`, path.includes("?") ? {} : { method: "POST" })).status,
  ).toBe(401);
});
