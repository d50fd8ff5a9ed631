import { expect, test } from "vitest";
import type { SimulationOptions } from "../../../lab/federated/simulate.ts";
import { simulate } from "../../../lab/federated/simulate.ts";
import { users } from "../generated.ts";

const SHOPPERS = users("test").protocol.cases.length;
const DEVICES = SHOPPERS - Math.round(SHOPPERS / 2);
const OPTIONS: SimulationOptions = {
  ...{
    devices: 90,
    rounds: 3,
    participations: 1,
    epsilon: 8,
    delta: 1e-4,
    seed: 4,
    splitSeed: 4,
    packShare: 0.5,
    neighbours: 8,
  },
  mode: "B",
  buckets: 1,
  ...{ subset: "linear", seal: false, gate: false, attack: undefined, malicious: 0.2, onProgress: () => undefined },
};
const run = (options: Partial<SimulationOptions> = {}) => simulate(users("test"), { ...OPTIONS, ...options });

test("sealed reports through the servers and their stores come to the very figures of plain sums", async () => {
  const direct = await run({ attack: "sign-flip" });
  expect(await run({ attack: "sign-flip", seal: true })).toEqual(direct);
  expect(direct).toMatchObject({ devices: 90, cohort: 30, rounds: 3, participations: 1, mode: "B" });
  expect(direct.epsilon).toBeCloseTo(8, 2);
  expect(direct.epsilonAmplified).toBeNull();
  expect(direct.gain.mean).toBeCloseTo(direct.after.ndcg10 - direct.before.ndcg10, 12);
  expect(direct.bytesUp).toBeGreaterThan(64 * 4 + 32);
});

const FEW = { attack: "garbage", malicious: 0.01, rounds: 1, devices: 120 } as const;

test("so they do dealt into buckets, of which garbage costs those that it is in", async () => {
  const direct = await run({ ...FEW, buckets: 3 });
  expect(await run({ ...FEW, buckets: 3, seal: true })).toEqual(direct);
  expect(direct).toMatchObject({ buckets: 3, attack: { droppedRounds: 0, droppedBuckets: 1, refusedReports: 0 } });
  const one = await run(FEW);
  expect(one).toMatchObject({ buckets: 1, attack: { droppedRounds: 1, droppedBuckets: 1, after: one.before } });
  expect(direct.epsilon).toBe(one.epsilon);
  // By the root of three.
  expect(direct.noiseNorm / one.noiseNorm).toBeGreaterThan(1.3);
  expect(direct.noiseNorm / one.noiseNorm).toBeLessThan(2.2);
});

test("and with one server and devices' own noise, which refuses garbage alone", async () => {
  const direct = await run({ ...FEW, mode: "C" });
  expect(await run({ ...FEW, mode: "C", seal: true })).toEqual(direct);
  expect(direct).toMatchObject({ mode: "C", attack: { droppedRounds: 0, droppedBuckets: 0, refusedReports: 1 } });
  expect(direct.epsilon).toBeCloseTo(8, 2);
  // 99 others' noise guards from readers.
  expect(direct.epsilonReaders).toBeLessThan(direct.epsilon! / 8);
});

test("a hidden layer's reports go through the servers as linear weights' do, from copies of devices, too", async () => {
  const options = { subset: "hidden-32", devices: DEVICES + 25, rounds: 3 } as const;
  const wide = await run(options);
  expect(await run({ ...options, seal: true })).toEqual(wide);
  expect(wide).toMatchObject({ trains: "hidden-32", devices: DEVICES + 25, syntheticDevices: 25 });
  expect(wide.gain.mean).not.toBe(0);
  // 1,318 weights are sent as 2,048 values.
  expect(wide.bytesUp).toBeGreaterThan(2_048 * 4 + 32);
  expect(wide.bytesDown).toBeGreaterThan(1_318 * 4);
});

test("the split seed draws the halves, and the seed the noise", async () => {
  const first = await run();
  const otherNoise = await run({ seed: 5 });
  expect(otherNoise.before).toEqual(first.before);
  expect(otherNoise.noiseNorm).not.toBe(first.noiseNorm);
  expect((await run({ splitSeed: 5 })).before).not.toEqual(first.before);
});

test("other noise is another simulation", async () => {
  const { noiseNorm } = await run();
  const louder = await run({ epsilon: 2 });
  expect(louder.noiseNorm / louder.noiseMultiplier).toBeCloseTo(noiseNorm / 0.655, 0);
  expect(louder.noiseNorm).toBeGreaterThan(2 * noiseNorm);
  const silent = await run({ epsilon: undefined });
  expect(silent.epsilon).toBeNull();
  // Rounding to whole numbers is all that is left.
  expect(silent.noiseNorm).toBeLessThan(noiseNorm / 50);
});

test("a round with garbage in it is dropped, and so the model stays what it was", async () => {
  const { attack, before } = await run({ attack: "garbage", epsilon: undefined });
  expect(attack).toMatchObject({ kind: "garbage", malicious: 0.2, droppedRounds: 3, after: before });
});

test("a report that is sent again and again counts once", async () => {
  const { attack: replayed } = await run({ attack: "replay", seal: true });
  const { attack: flipped } = await run({ attack: "sign-flip" });
  expect(replayed).toEqual({ ...flipped, kind: "replay" });
});

test("behind the gate no model is published that the shop's own hold-out likes less than the one before", async () => {
  const gated = await run({ gate: true, attack: "sybil" });
  expect(gated.attack!.refusedModels + gated.refusedModels).toBeGreaterThan(0);
});

test("more rounds than devices is a mistake of the caller's", async () => {
  await expect(run({ rounds: 91 })).rejects.toThrow("too few for 91 rounds of 1 buckets");
});
