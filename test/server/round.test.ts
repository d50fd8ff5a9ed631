import { afterEach, describe, expect, test } from "vitest";
import { sha256, sha256Hex } from "../../server/crypto/digest.ts";
import { verifier } from "../../server/crypto/sign.ts";
import { keysOf } from "../../server/store/keys.ts";
import { tally } from "../../server/store/reports.ts";
import { roundOf, vectorOf } from "../../server/store/rounds.ts";
import { TEXT } from "../../server/text.ts";
import { addTo } from "../../src/core/privacy/share/share.ts";
import { decode } from "../../src/core/privacy/vector/decode.ts";
import { toHex } from "../../src/core/protocol/hex.ts";
import { entryBytes, FIRST_PREVIOUS, parseLog } from "../../src/core/protocol/log.ts";
import { encodeReport, parseReport } from "../../src/core/protocol/report.ts";
import { setBytes } from "../../src/core/protocol/set-hash.ts";
import { entrySigned, planSigned } from "../../src/core/protocol/signed.ts";
import { type Device, device, type Fetched, fetchPlan, fetchTask, send } from "./support/device.ts";
import { Pair, until } from "./support/pair.ts";

let pair: Pair;
afterEach(() => pair?.remove());

const log = async (origin: string) => {
  const response = await fetch(`${origin}/v1/log/head`);
  return parseLog(new Uint8Array(await response.arrayBuffer()), TEXT);
};

const collecting = async (): Promise<Fetched> => {
  const task = await until(async () => {
    const answer = await fetchTask(pair.leader, "head");
    return answer.state === "collecting" ? answer : undefined;
  });
  return fetchPlan(pair.leader, task.plan ?? "");
};

/** Values that a shopper of this number has: small weights, and one shelf that was seen. */
const valuesOf = (n: number) => [
  Array.from({ length: 19 }, (_, at) => Math.sin(n * 31 + at) / 5),
  Array.from({ length: 5 }, (_, at) => (at === n % 5 ? 2 : 0)),
];

/** Makes and sends reports of devices; answers their whole numbers' sum and the answers. */
async function sendAll(from: Device, size: number, numbers: readonly number[]) {
  const sum = new Uint32Array(size);
  const sent: Uint8Array[] = [];
  const answers: string[] = [];
  for (const n of numbers) {
    const { bytes, vector } = await from.report(valuesOf(n));
    addTo(sum, vector);
    sent.push(bytes);
  }
  for (let at = 0; at < sent.length; at += 20)
    answers.push(...(await Promise.all(sent.slice(at, at + 20).map((bytes) => send(pair.leader, bytes)))));
  return { sum, sent, answers };
}

const range = (length: number): number[] => Array.from({ length }, (_, at) => at);
const ended = (hash: Uint8Array) =>
  until(async () => {
    const round = await roundOf(pair.leaderStore, toHex(hash));
    return round?.logged ? round : undefined;
  });

describe("a round", () => {
  test("opens to the true sum and the noise of both, over exactly the reports that were acknowledged", async () => {
    pair = await new Pair().open();
    const fetched = await collecting();
    const { plan, hash, bytes } = fetched;
    const size = 32 + 5;
    const { sum, answers, sent } = await sendAll(await device(fetched), size, range(120));
    expect(new Set(answers)).toEqual(new Set(["accepted"]));
    const round = await ended(hash);
    expect(round).toMatchObject({ phase: "opened", received: 120, count: 120 });

    const opened = (await vectorOf(pair.leaderStore, toHex(hash), "opened"))!;
    const variance = (2 * plan.sigmaSquared.numerator) / plan.sigmaSquared.denominator;
    const off = opened.map((value, at) => value - sum[at]!);
    const chiSquare = [...off].reduce((total, value) => total + (value | 0) ** 2 / variance, 0);
    // 37 degrees of freedom: outside once in a million times.
    expect(chiSquare).toBeGreaterThan(8);
    expect(chiSquare).toBeLessThan(95);
    const [, shown] = decode(plan.blocks, opened, hash);
    const deviation = Math.sqrt(variance) / 1_024;
    for (const count of shown!) expect(Math.abs(count - 48)).toBeLessThan(8 * deviation + 1);

    // Both tell of it in one log.
    const [atLeader, atHelper] = [await log(pair.leader), await log(pair.helper)];
    expect(atLeader).toEqual(atHelper);
    const [{ entry, signatures }] = atLeader as [(typeof atLeader)[number]];
    const ids = sent.map((report) => toHex(report.subarray(39, 55)));
    expect(entry).toEqual({
      ...{ protocol: 1, task: "head", n: 0, round: 0, planHash: toHex(hash), outcome: "opened", count: 120 },
      ...{
        setHash: sha256Hex(setBytes(ids)),
        sigmaSquared: plan.sigmaSquared,
        modelHash: null,
        previous: FIRST_PREVIOUS,
      },
    });
    const signed = entrySigned(entryBytes(entry, TEXT), TEXT);
    expect(verifier(plan.leader.signKey)(signed, signatures.leader)).toBe(true);
    expect(verifier(plan.helper!.signKey)(signed, signatures.helper!)).toBe(true);

    // Neither has anything left that was without noise, nor a key that would open a report.
    for (const store of [pair.leaderStore, pair.helperStore]) {
      expect(await vectorOf(store, toHex(hash), "sum")).toBeUndefined();
      expect(await keysOf(store, "head", 0)).toEqual([]);
      const [row] = await store.all("SELECT COUNT(*) AS n FROM reports WHERE sealed IS NOT NULL");
      expect(row).toEqual({ n: 0 });
    }
    expect((await fetchPlan(pair.helper, toHex(hash))).bytes).toEqual(bytes);

    // The next round has another plan, keys of its own, and follows in the log.
    const next = await collecting();
    expect(next.plan).toMatchObject({ round: 1, version: 2 });
    expect(next.plan.leader.keys[0]?.key).not.toBe(plan.leader.keys[0]?.key);
    expect(await send(pair.leader, sent[0]!)).toBe("accepted");
    const late = await (await device(fetched)).report(valuesOf(1));
    expect(await send(pair.leader, late.bytes)).toBe("refetch-plan");
  });

  test("is signed by both before a device hears of it", async () => {
    pair = await new Pair().open();
    const { plan, bytes } = await collecting();
    const { signatures } = await fetchTask(pair.leader, "head");
    const signed = planSigned(bytes, TEXT);
    expect(plan.leader.signKey).toBe(pair.leaderSigner.publicKey);
    expect(verifier(plan.leader.signKey)(signed, signatures!.leader)).toBe(true);
    expect(verifier(plan.helper!.signKey)(signed, signatures!.helper!)).toBe(true);
  });

  test("with too few reports when its time is over is abandoned, and nothing of it is opened", async () => {
    pair = await new Pair().open();
    const fetched = await collecting();
    await sendAll(await device(fetched), 37, range(99));
    const later = pair.task.roundMs + 1;
    pair.now = () => Date.now() + later;
    const round = await ended(fetched.hash);
    expect(round).toMatchObject({ phase: "abandoned", received: 99 });
    for (const store of [pair.leaderStore, pair.helperStore])
      for (const vector of ["sum", "noised", "opened"] as const)
        expect(await vectorOf(store, toHex(fetched.hash), vector)).toBeUndefined();
    const [signed] = await log(pair.helper);
    expect(signed?.entry).toMatchObject({ outcome: "abandoned", count: 0, setHash: sha256Hex(setBytes([])) });
    expect((await collecting()).plan.round).toBe(1);
  });

  test("waits for a helper that is down", async () => {
    pair = new Pair();
    let helper = await pair.openHelper();
    await pair.openLeader();
    const port = Number(new URL(pair.helper).port);
    const fetched = await collecting();
    await helper.close();
    const { sum, answers } = await sendAll(await device(fetched), 37, range(120));
    expect(new Set(answers)).toEqual(new Set(["accepted"]));
    expect(await tally(pair.leaderStore, toHex(fetched.hash))).toMatchObject({ accepted: 0 });
    helper = await pair.openHelper(port);
    expect(await ended(fetched.hash)).toMatchObject({ phase: "opened", count: 120 });
    const opened = (await vectorOf(pair.leaderStore, toHex(fetched.hash), "opened"))!;
    const deviation = Math.sqrt((2 * fetched.plan.sigmaSquared.numerator) / fetched.plan.sigmaSquared.denominator);
    for (const [at, value] of opened.entries()) expect(Math.abs((value - sum[at]!) | 0)).toBeLessThan(8 * deviation);
  });

  test("drops what only one of the two can open", async () => {
    pair = await new Pair({ largestBatch: 104 }).open();
    const fetched = await collecting();
    const from = await device(fetched);
    const { sum } = await sendAll(from, 37, range(100));
    const good = await from.report(valuesOf(1));

    const broken = (which: "leader" | "helper", n: number) => {
      const report = parseReport(good.bytes);
      const box = report[which]!;
      const sealed = box.sealed.map((byte, at) => (at === 3 ? byte ^ 1 : byte));
      const reportId = sha256(Uint8Array.of(n)).subarray(0, 16);
      return encodeReport({ ...report, reportId, [which]: { ...box, sealed } });
    };
    const odd = [broken("leader", 1), broken("helper", 2), broken("leader", 3), broken("helper", 4)];
    for (const bytes of odd) expect(await send(pair.leader, bytes)).toBe("accepted");
    expect(await ended(fetched.hash)).toMatchObject({ phase: "opened", received: 104, count: 100 });
    const opened = (await vectorOf(pair.leaderStore, toHex(fetched.hash), "opened"))!;
    const deviation = Math.sqrt((2 * fetched.plan.sigmaSquared.numerator) / fetched.plan.sigmaSquared.denominator);
    for (const [at, value] of opened.entries()) expect(Math.abs((value - sum[at]!) | 0)).toBeLessThan(8 * deviation);
  });
});
