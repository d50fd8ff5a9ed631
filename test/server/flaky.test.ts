import { afterEach, expect, test } from "vitest";
import { acceptedIds } from "../../server/store/reports.ts";
import { roundOf, vectorOf } from "../../server/store/rounds.ts";
import { addTo } from "../../src/core/privacy/share/share.ts";
import { toHex } from "../../src/core/protocol/hex.ts";
import { parseReport } from "../../src/core/protocol/report.ts";
import { device, fetchPlan, fetchTask, send } from "./support/device.ts";
import { flaky } from "./support/flaky.ts";
import { Pair, until } from "./support/pair.ts";

let pair: Pair;
afterEach(() => pair?.remove());

test("databases that fail before and after commits lose no acknowledged report, count none twice and draw no noise anew", async () => {
  let broken = true;
  let failures = 0;
  const failing = () => {
    const fails = broken && Math.random() < 0.15;
    if (fails) failures++;
    return fails;
  };
  // Noise so small that one report too many, or too few, would show in the sum.
  pair = new Pair({ noiseMultiplier: 0.001, maxEpsilon: 1e9, largestBatch: 130 });
  pair.wrap = (database) => flaky(database, failing);
  const [helper, leader] = [
    () => pair.openHelper(0, { leastReports: 100, maxEpsilon: 1e9, delta: 1e-6 }),
    () => pair.openLeader(),
  ];
  await helper();
  await leader();
  const task = await until(async () => {
    const response = await fetchTask(pair.leader, "head").catch(() => undefined);
    return response?.state === "collecting" ? response : undefined;
  });
  const fetched = await fetchPlan(pair.leader, task.plan ?? "");
  const from = await device(fetched);
  const sum = new Uint32Array(37);
  const ids: string[] = [];
  for (let n = 0; n < 130; n++) {
    const { bytes, vector } = await from.report([new Array<number>(19).fill(n / 800), [0, 1, 0, 0, n % 3]]);
    const answer = await until(async () => {
      const heard = await send(pair.leader, bytes);
      return heard === "retry-later" ? undefined : heard;
    });
    expect(answer).toBe("accepted");
    addTo(sum, vector);
    ids.push(toHex(parseReport(bytes).reportId));
  }
  const hash = toHex(fetched.hash);
  await until(async () => ((await roundOf(pair.leaderStore, hash))?.logged ? true : undefined));
  broken = false;
  expect(failures).toBeGreaterThan(20);
  for (const store of [pair.leaderStore, pair.helperStore]) {
    expect([...(await acceptedIds(store, hash))].sort()).toEqual(ids.toSorted());
    expect(await roundOf(store, hash)).toMatchObject({ phase: "opened", count: 130, logged: true });
  }
  const [opened, own, others] = await Promise.all([
    vectorOf(pair.leaderStore, hash, "opened"),
    vectorOf(pair.leaderStore, hash, "noised"),
    vectorOf(pair.helperStore, hash, "noised"),
  ]);
  const shares = own!.slice();
  addTo(shares, others!);
  expect(opened).toEqual(shares);
  const { numerator, denominator } = fetched.plan.sigmaSquared;
  const off = [...opened!].map((value, at) => Math.abs((value - sum[at]!) | 0));
  expect(Math.max(...off)).toBeLessThan(8 * Math.sqrt((2 * numerator) / denominator));
});
