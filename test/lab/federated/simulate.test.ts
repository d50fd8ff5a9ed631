import { expect, test } from "vitest";
import type { SimulationOptions } from "../../../lab/federated/simulate.ts";
import { simulate } from "../../../lab/federated/simulate.ts";
import { users } from "../generated.ts";

const OPTIONS: SimulationOptions = {
  ...{ devices: 90, rounds: 3, participations: 1, epsilon: 8, delta: 1e-4, seed: 4, packShare: 0.5, neighbours: 8 },
  ...{ seal: false, gate: false, attack: undefined, malicious: 0.2, onProgress: () => undefined },
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
  const { noiseNorm, after } = await run();
  expect(await run()).toMatchObject({ noiseNorm, after });
  expect((await run({ seed: 5 })).noiseNorm).not.toBe(noiseNorm);
  const louder = await run({ epsilon: 2 });
  expect(louder.noiseNorm / louder.noiseMultiplier).toBeCloseTo(noiseNorm / 0.655, 0);
  expect(louder.noiseNorm).toBeGreaterThan(2 * noiseNorm);
  const silent = await run({ epsilon: undefined });
  expect(silent.epsilon).toBeNull();
  // Rounding to whole numbers is all that is left.
  expect(silent.noiseNorm).toBeLessThan(noiseNorm / 50);
});
