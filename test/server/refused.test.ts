import { afterEach, expect, test } from "vitest";
import { BackOff } from "../../server/back-off.ts";
import { newestAgreed } from "../../server/store/plans.ts";
import { fetchPlan, fetchTask } from "./support/device.ts";
import { Pair, POLICY, until } from "./support/pair.ts";

let pair: Pair;
afterEach(() => pair?.remove());

test("what fails again and again is tried ever more rarely, and at once after it has succeeded", () => {
  let nowMs = 5_000;
  const backOff = new BackOff(1_000, 60_000, () => nowMs);
  const waits = Array.from({ length: 9 }, () => {
    backOff.failed("a");
    const from = nowMs;
    while (!backOff.isReady("a")) nowMs += 1_000;
    return nowMs - from;
  });
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  backOff.failed("a");
  expect([backOff.isReady("a"), backOff.isReady("b")]).toEqual([false, true]);
  backOff.succeeded("a");
  expect(backOff.isReady("a")).toBe(true);
  backOff.failed("a");
  nowMs += 1_000;
  expect(backOff.isReady("a")).toBe(true);
});

test("a task that the helper refuses is proposed ever more rarely, always for the same round and keys, and begins once it agrees", async () => {
  pair = new Pair();
  const strict = await pair.openHelper(0, { ...POLICY, leastReports: 101 });
  const port = Number(new URL(pair.helper).port);
  await pair.openLeader();
  const failures = async () => {
    const metrics = await (await fetch(`${pair.leader}/metrics`)).text();
    return Number(/^inkling_round_failures_total\{task="head"\} (\d+)$/m.exec(metrics)?.[1] ?? 0);
  };
  const started = performance.now();
  await until(async () => ((await failures()) >= 3 ? true : undefined));
  // After one second, and two more.
  expect(performance.now() - started).toBeGreaterThan(2_500);
  for (const store of [pair.leaderStore, pair.helperStore]) {
    expect(await store.all("SELECT DISTINCT round FROM hpke_keys")).toEqual([{ round: 0 }]);
    expect(await store.all("SELECT * FROM plans")).toEqual([]);
  }
  expect(await fetchTask(pair.leader, "head")).toMatchObject({ plan: null, state: "waiting" });
  const [before] = await pair.leaderStore.all("SELECT public_key FROM hpke_keys ORDER BY id");

  await strict.close();
  await pair.openHelper(port);
  const agreed = await until(() => newestAgreed(pair.leaderStore, "head"));
  const { plan } = await fetchPlan(pair.leader, agreed.hash);
  expect(plan).toMatchObject({ version: 1, round: 0 });
  expect(plan.leader.keys[0]?.key).toBe(before?.public_key);
});
