import { describe, expect, test } from "vitest";
import { MECHANISMS } from "../../../../src/core/privacy/accountant/mechanisms.ts";

describe.each(Object.entries(MECHANISMS))("%s", (_, mechanism) => {
  test.each([
    [2, 1],
    [4, 5],
    [0.3, 30],
  ])("epsilon %d over %d participations needs just the noise that it says", (epsilon, participations) => {
    const noiseMultiplier = mechanism.noiseMultiplier(epsilon, participations, 1e-6);
    expect(mechanism.epsilon(noiseMultiplier, participations, 1e-6)).toBeCloseTo(epsilon, 6);
  });

  test("sampling less costs less, sampling all never more than no sampling", () => {
    const of = (rate: number): number => mechanism.epsilonAmplified(1, 5, 1e-6, rate);
    const headline = mechanism.epsilon(1, 5, 1e-6);
    expect(of(0)).toBeLessThan(1e-3);
    expect(of(0.001)).toBeLessThan(of(0.1));
    expect(of(0.1)).toBeLessThan(headline);
    expect(of(1)).toBe(headline);
  });

  test("next to no noise: an epsilon all the same", () => {
    expect(mechanism.epsilon(0.01, 1, 1e-6)).toBeGreaterThan(5_000);
    expect(mechanism.epsilon(0.01, 1, 1e-6)).toBeLessThan(6_000);
  });
});

test("one participation: the figures of the design", () => {
  expect(MECHANISMS.discrete.noiseMultiplier(4, 1, 1e-6)).toBeCloseTo(1.268, 3);
  expect(MECHANISMS.discrete.noiseMultiplier(2, 1, 1e-6)).toBeCloseTo(2.382, 3);
});

test("five participations at noise multiplier 1", () => {
  expect(MECHANISMS.discrete.epsilon(1, 5, 1e-6)).toBeCloseTo(13.37, 2);
  expect(MECHANISMS.gaussian.epsilon(1, 5, 1e-6)).toBeCloseTo(12.6, 2);
});
