import { afterEach, describe, expect, test } from "vitest";
import { sha256Hex } from "../../server/crypto/digest.ts";
import { HelperClient } from "../../server/leader/helper-client.ts";
import { bucketsOf, openedSums } from "../../server/rounds/buckets.ts";
import { setHashOf } from "../../server/rounds/set-hash.ts";
import { modelsOf } from "../../server/store/models.ts";
import { acceptedIds } from "../../server/store/reports.ts";
import { roundOf, vectorOf } from "../../server/store/rounds.ts";
import { TEXT } from "../../server/text.ts";
import { newState, serverStep } from "../../server/trainer/step.ts";
import { addTo } from "../../src/core/privacy/share/share.ts";
import { reportLength } from "../../src/core/privacy/vector/block.ts";
import { decode } from "../../src/core/privacy/vector/decode.ts";
import { fromHex, toHex } from "../../src/core/protocol/hex.ts";
import { parseModel } from "../../src/core/protocol/model.ts";
import { device, type Fetched, fetchPlan, fetchTask, reportsTo, type Sent, send } from "./support/device.ts";
import { flaky } from "./support/flaky.ts";
import { overviewOf } from "./support/operator.ts";
import { NO_PAGE, Pair, TRAINING, until } from "./support/pair.ts";

let pair: Pair;
afterEach(() => pair?.remove());

const OPERATOR = "the operator's own";
/** Noise so small that one report too many, or too few, would show in a sum. */
const TASK = { leastReports: 8, largestBatch: 26, buckets: 3, noiseMultiplier: 0.001, maxEpsilon: 1e9 };

async function open(): Promise<Fetched> {
  pair.operator = { token: OPERATOR, page: NO_PAGE };
  await pair.openHelper(0, { leastReports: 8, maxEpsilon: 1e9, delta: 1e-6 });
  await pair.openLeader();
  return collecting();
}

const collecting = async (): Promise<Fetched> => {
  const { plan } = await until(async () => {
    const task = await fetchTask(pair.leader, "head");
    return task.state === "collecting" && task.plan !== null ? task : undefined;
  });
  return fetchPlan(pair.leader, plan!);
};

const accepted = async ({ bytes }: Sent): Promise<void> => {
  const answer = await until(async () => {
    const heard = await send(pair.leader, bytes);
    return heard === "retry-later" ? undefined : heard;
  });
  expect(answer).toBe("accepted");
};

const ended = (hash: string, phase: string) =>
  until(async () => {
    const round = await roundOf(pair.leaderStore, hash);
    return round?.logged && round.phase === phase ? round : undefined;
  });

/** Holds what was opened to the reports: each is in the bucket that both keys deal it into, once, and in no other. */
async function audit(hash: string, reports: readonly Sent[], count: number): Promise<void> {
  const vectors = new Map(reports.map(({ id, vector }) => [id, vector]));
  const [leader, helper] = await Promise.all(
    [pair.leaderStore, pair.helperStore].map(async (store) => {
      expect([...(await acceptedIds(store, hash))].sort()).toEqual([...vectors.keys()].sort());
      expect(await store.all("SELECT report_id FROM reports WHERE sealed IS NOT NULL")).toEqual([]);
      expect(await vectorOf(store, hash, "sum")).toBeUndefined();
      return fromHex((await roundOf(store, hash))!.bucketKey!);
    }),
  );
  const dealt = bucketsOf([...vectors.keys()], { leader: leader!, helper: helper! }, count);
  const opened = (await vectorOf(pair.leaderStore, hash, "opened"))!;
  const sums = openedSums(opened, opened.length / count, reports.length);
  dealt.forEach((ids, bucket) => {
    const sum = new Uint32Array(opened.length / count);
    for (const id of ids) addTo(sum, vectors.get(id)!);
    const off = sum.map((value, at) => Math.abs((value - sums[bucket]!.values[at]!) | 0));
    // Deviation 6; a report's values are in the hundreds.
    expect(Math.max(...off)).toBeLessThan(60);
    expect(sums[bucket]!.reports).toBe(ids.length);
  });
}

describe("a round in buckets", () => {
  test("opens each by itself, and loses the one that a liar is in, which the operator sees", async () => {
    pair = new Pair(TASK);
    const fetched = await open();
    const hash = toHex(fetched.hash);
    await pair.openTrainer(undefined, { ungated: true });
    const honest = await reportsTo(fetched, 25);
    for (const report of honest) await accepted(report);
    // Sealed bytes and seeds stay where they may have to be dealt.
    const liar = await garbage(fetched);
    await accepted(liar);
    const reports = [...honest, liar];
    expect(await ended(hash, "published")).toMatchObject({ count: 26, bucketsDropped: 1 });
    await audit(hash, reports, 3);

    const opened = (await vectorOf(pair.leaderStore, hash, "opened"))!;
    const size = reportLength(fetched.plan.blocks);
    const keys = {
      leader: fromHex((await roundOf(pair.leaderStore, hash))!.bucketKey!),
      helper: fromHex((await roundOf(pair.helperStore, hash))!.bucketKey!),
    };
    const dealt = bucketsOf(
      reports.map(({ id }) => id),
      keys,
      3,
    );
    const kept = new Uint32Array(size);
    openedSums(opened, size, 26).forEach(({ values }, bucket) => {
      if (!dealt[bucket]!.includes(liar.id)) addTo(kept, values);
    });
    const [sum] = decode(fetched.plan.blocks, kept, fetched.hash);
    const { weights } = serverStep(new Float32Array(19), sum!, TASK.largestBatch, newState(19), TRAINING);
    const [model] = await modelsOf(pair.leaderStore, "head", 2);
    expect(parseModel(model!.bytes, TEXT).weights).toEqual(Float32Array.from(weights));

    const rounds = (await overviewOf(pair.leader, OPERATOR)).tasks[0]!.rounds;
    expect(rounds.find(({ round }) => round === 0)).toMatchObject({ buckets: 3, bucketsDropped: 1, counted: 26 });
    const metrics = await (await fetch(`${pair.trainer}/metrics`)).text();
    expect(metrics).toMatch(/inkling_buckets_dropped_total\{task="head"\} 1/);
    expect(metrics).not.toMatch(/inkling_rounds_dropped_total\{/);
  }, 60_000);

  test("has fewer of them where each would be of less than K, and one sum where there are not twice as many", async () => {
    pair = new Pair(TASK);
    for (const [count, buckets] of [
      [17, 2],
      [15, 1],
    ] as const) {
      const fetched = count === 17 ? await open() : await collecting();
      const reports = await reportsTo(fetched, count);
      for (const report of reports) await accepted(report);
      const { until: untilMs } = fetched.plan.epoch;
      pair.now = () => untilMs + 1;
      const hash = toHex(fetched.hash);
      await ended(hash, "opened");
      const opened = (await vectorOf(pair.leaderStore, hash, "opened"))!;
      expect(opened.length).toBe(buckets * reportLength(fetched.plan.blocks));
      expect((await roundOf(pair.leaderStore, hash))?.bucketKey === null).toBe(buckets === 1);
      if (buckets > 1) await audit(hash, reports, buckets);
    }
  }, 60_000);

  test("is dealt and counted the same whichever transactions fail, before their commit or after it", async () => {
    pair = new Pair(TASK);
    let failures = 0;
    pair.wrap = (database) =>
      flaky(database, () => {
        const fails = failures < 20 && Math.random() < 0.15;
        if (fails) failures++;
        return fails;
      });
    const fetched = await open();
    const reports = await reportsTo(fetched, 26);
    await Promise.all(reports.map(accepted));
    const hash = toHex(fetched.hash);
    await ended(hash, "opened");
    expect(failures).toBeGreaterThan(0);
    await audit(hash, reports, 3);
  }, 120_000);

  test("the helper says its part of the key once both mean the same reports, to a leader that is bound to its own", async () => {
    pair = new Pair(TASK);
    const fetched = await open();
    const hash = toHex(fetched.hash);
    const client = new HelperClient(pair.helper, pair.helperSigner.publicKey, pair.leaderSigner, Date.now);
    const reports = await reportsTo(fetched, 26);
    // As many as come to a batch while the round is under way: none.
    for (const report of reports.slice(0, 20)) await accepted(report);
    const empty = { protocol: 1 as const, planHash: hash, round: 0, count: 0, setHash: setHashOf([]) };
    const bound = (key: string) => sha256Hex(fromHex(key));
    const own = "ab".repeat(32);
    await expect(client.bucketKey({ ...empty, commitment: bound(own) })).rejects.toThrow("opened in one sum");
    const others = { ...empty, count: 24, setHash: "0".repeat(64) };
    await expect(client.bucketKey({ ...others, commitment: bound(own) })).rejects.toThrow("other reports");
    for (const report of reports.slice(20)) await accepted(report);
    await ended(hash, "opened");
    const set = { ...empty, count: 26, setHash: setHashOf(reports.map(({ id }) => id)) };
    const leaderKey = (await roundOf(pair.leaderStore, hash))!.bucketKey!;
    const helperKey = (await roundOf(pair.helperStore, hash))!.bucketKey!;
    expect(await client.bucketKey({ ...set, commitment: bound(leaderKey) })).toBe(helperKey);
    await expect(client.bucketKey({ ...set, commitment: bound(own) })).rejects.toThrow("bound to another key");
    await expect(client.close({ ...set, bucketKey: null })).rejects.toThrow("another number of buckets");
    // Once noised it is the same share, whatever comes after.
    const share = await client.close({ ...set, bucketKey: leaderKey });
    expect((await client.close({ ...set, bucketKey: leaderKey })).values).toEqual(share.values);
  }, 60_000);
});

/** A report of numbers from anywhere, whose halves are what they should be. */
const garbage = async (fetched: Fetched): Promise<Sent> =>
  (await device(fetched)).forged(crypto.getRandomValues(new Uint32Array(reportLength(fetched.plan.blocks))));
