import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../../lab/random.ts";
import { type Comparison, devicesPerVariant } from "../../../../src/core/privacy/plan/power.ts";

const USUAL: Comparison = { rate: 0.1, otherRate: 0.15, significance: 0.05, power: 0.8, countNoise: 0 };

describe("devices a variant needs", () => {
  // R's help page of power.prop.test gives 76.7 for the first; 686 stands in many a table.
  test.each([
    [{ rate: 0.5, otherRate: 0.75, power: 0.9 }, 77],
    [{ rate: 0.1, otherRate: 0.15 }, 686],
    [{ rate: 0.15, otherRate: 0.1 }, 686],
  ])("%j are the textbook's %i", (change, devices) => {
    expect(devicesPerVariant({ ...USUAL, ...change })).toBe(devices);
  });

  test("with noise in the counts are as many as it takes to find the difference as often as was asked for", () => {
    const noisy = { ...USUAL, rate: 0.2, otherRate: 0.3, countNoise: 20 };
    const devices = devicesPerVariant(noisy);
    expect(devices).toBeGreaterThan(1.3 * devicesPerVariant({ ...noisy, countNoise: 0 }));
    const { next } = seededRandom(7);
    const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    const released = (rate: number): number => {
      let did = 0;
      for (let device = 0; device < devices; device++) if (next() < rate) did++;
      return (did + 20 * normal()) / (devices + 20 * normal());
    };
    let found = 0;
    const trials = 4_000;
    for (let trial = 0; trial < trials; trial++) {
      const [one, other] = [released(0.2), released(0.3)];
      const mean = (one + other) / 2;
      const deviation = Math.sqrt((2 * mean * (1 - mean)) / devices + (2 + 2 * mean ** 2) * (20 / devices) ** 2);
      if (Math.abs(one - other) / deviation > 1.959964) found++;
    }
    expect(found / trials).toBeGreaterThan(0.77);
    expect(found / trials).toBeLessThan(0.83);
  });

  test.each([{ rate: 0 }, { rate: 1 }, { rate: Number.NaN }, { rate: 0.15 }, { power: 1 }, { countNoise: -1 }])(
    "%j are refused",
    (change) => {
      expect(() => devicesPerVariant({ ...USUAL, ...change })).toThrow(RangeError);
    },
  );
});
