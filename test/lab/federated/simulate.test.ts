import { expect, test } from "vitest";
import type { SimulationOptions } from "../../../lab/federated/simulate.ts";
import { simulate } from "../../../lab/federated/simulate.ts";
import { users } from "../generated.ts";

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

test("another seed is another simulation, and so is other noise", async () => {
  const { noiseNorm } = await run();
  expect((await run({ seed: 5 })).noiseNorm).not.toBe(noiseNorm);
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
  await expect(run({ rounds: 91 })).rejects.toThrow("too few for 91 rounds");
});
