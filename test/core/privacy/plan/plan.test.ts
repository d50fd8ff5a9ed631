import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MECHANISMS } from "../../../../src/core/privacy/accountant/mechanisms.ts";
import { epsilonOfRho, rhoOf } from "../../../../src/core/privacy/accountant/zcdp.ts";
import { bucketCount } from "../../../../src/core/privacy/plan/buckets.ts";
import { coversNoise, microRhoOf, sigmaSquaredFor } from "../../../../src/core/privacy/plan/noise.ts";
import { fitsModulus } from "../../../../src/core/privacy/plan/overflow.ts";
import {
  type PlanDemands,
  type PlanFigures,
  planMicroRho,
  planRefusals,
} from "../../../../src/core/privacy/plan/refusals.ts";
import type { Block } from "../../../../src/core/privacy/vector/block.ts";
import { boundSquared, reportBoundSquared } from "../../../../src/core/privacy/vector/block.ts";

const multipliers = fc.double({ min: 1e-2, max: 60, noNaN: true });
const bounds = fc.integer({ min: 1_024 ** 2, max: 2 ** 40 });

describe("the variance", () => {
  test("is the least of its denominator that covers the noise multiplier, and off by a millionth at most", () => {
    fc.assert(
      fc.property(multipliers, bounds, (z, bound) => {
        const sigmaSquared = sigmaSquaredFor(z, bound);
        const { numerator, denominator } = sigmaSquared;
        expect(coversNoise(sigmaSquared, z, bound)).toBe(true);
        expect(coversNoise({ numerator: numerator - 1, denominator }, z, bound)).toBe(false);
        expect(numerator / denominator / (z * z * bound)).toBeLessThan(1 + 1.1e-6);
        expect(Number.isSafeInteger(numerator) && denominator <= 2 ** 20).toBe(true);
      }),
    );
  });

  test("a multiplier that floating point cannot tell from less is told apart", () => {
    expect(coversNoise({ numerator: 2 ** 40, denominator: 1 }, 1, 2 ** 40)).toBe(true);
    expect(coversNoise({ numerator: 2 ** 40, denominator: 1 }, 1 + Number.EPSILON, 2 ** 40)).toBe(false);
  });
});

test("micro-rho is rho rounded up, never less", () => {
  fc.assert(
    fc.property(multipliers, bounds, (z, bound) => {
      const microRho = microRhoOf(sigmaSquaredFor(z, bound), bound);
      const exact = 1e6 * rhoOf(z, 1);
      expect(Number.isInteger(microRho)).toBe(true);
      // The variance is rounded up first, by a millionth at most.
      expect(microRho).toBeGreaterThanOrEqual(Math.floor(exact * (1 - 1.1e-6)));
      expect(microRho).toBeLessThanOrEqual(Math.ceil(exact * (1 + 1e-12)));
    }),
  );
});

test("noise multiplier 2.382 costs what epsilon 2 allows", () => {
  const microRho = microRhoOf(sigmaSquaredFor(2.382, 1_300 ** 2), 1_300 ** 2);
  expect(microRho).toBe(88_123);
  expect(epsilonOfRho(microRho / 1e6, 1e-6)).toBeCloseTo(2, 3);
});

test("a batch fits until just before 2^31", () => {
  // A bound of 1,024: 2,097,152 reports make 2^31 without any noise; 12 sqrt(2) 1000 is 16,970.6, which 17 reports less leave room for.
  const fits = (batch: number, sigma: number, square = 1_024 ** 2, noises = 2): boolean =>
    fitsModulus(batch, square, { numerator: sigma ** 2, denominator: 1 }, noises);
  expect(fits(2_097_151, 1)).toBe(true);
  expect(fits(2_097_152, 1)).toBe(false);
  expect(fits(2_097_135, 1_000)).toBe(true);
  expect(fits(2_097_136, 1_000)).toBe(false);
  // The bound is a whole number, upwards: one more square makes it 1,025.
  expect(fits(2_097_151, 1, 1_024 ** 2 + 1)).toBe(false);
  expect(fits(1, 2 ** 27)).toBe(false);
  // Of a million devices 12 sqrt(10^6) 1000 is 12 million: 11,719 reports less.
  expect(fits(2_085_433, 1_000, 1_024 ** 2, 1_000_000)).toBe(true);
  expect(fits(2_085_434, 1_000, 1_024 ** 2, 1_000_000)).toBe(false);
});

const HEAD: Block = { name: "head", kind: "delta", size: 1_153, scale: 4_096, clipNorm: 0.3 };
const CELLS: Block = { name: "cells", kind: "histogram", size: 500, scale: 256, clipNorm: 4 };
const BLOCKS = [HEAD, CELLS];
const PLAN: PlanFigures = {
  blocks: BLOCKS,
  trustMode: "B",
  noiseMultiplier: 2.382,
  sigmaSquared: sigmaSquaredFor(2.382, reportBoundSquared(BLOCKS)),
  leastReports: 100,
  largestBatch: 10_000,
  buckets: 1,
  participationCap: 1,
  delta: 1e-6,
};
/** 1.3 billion of 2.1 for the reports; of the rest, 12 sqrt(10^6) sigma takes more than there is. */
const LARGE = {
  ...{ largestBatch: 1_000_000, blocks: [HEAD], noiseMultiplier: 70 },
  sigmaSquared: sigmaSquaredFor(70, boundSquared(HEAD)),
};
/** .8 billion of 2.1 for the reports; 12 sqrt(2) sigma is .2 billion, and 12 sqrt(2 x 64) sigma 1.7. */
const LOUD_BLOCKS = [{ ...HEAD, clipNorm: 30 }];
const LOUD = {
  ...{ largestBatch: 6_400, blocks: LOUD_BLOCKS, noiseMultiplier: 100 },
  sigmaSquared: sigmaSquaredFor(100, reportBoundSquared(LOUD_BLOCKS)),
};
const DEMANDS: PlanDemands = { leastReports: 100, mostMicroRho: 88_123, devices: 100_000 };

describe("a plan", () => {
  test("that keeps to everything is not refused", () => {
    expect(planRefusals(PLAN, DEMANDS)).toEqual([]);
  });

  test("may hold more reports where two noises are in a sum than where all devices' are", () => {
    expect(planRefusals({ ...PLAN, ...LARGE }, DEMANDS)).toEqual([]);
    expect(planRefusals({ ...PLAN, ...LOUD }, DEMANDS)).toEqual([]);
  });

  test("has one bound, and costs by it", () => {
    expect(reportBoundSquared(BLOCKS)).toBe(boundSquared(HEAD) + boundSquared(CELLS));
    const epsilon = epsilonOfRho(planMicroRho(PLAN) / 1e6, 1e-6);
    expect(epsilon).toBeCloseTo(MECHANISMS.discrete.epsilon(2.382, 1, 1e-6), 4);
  });

  test.each<[string, string, Partial<PlanFigures>, Partial<PlanDemands>?]>([
    ["blocks", "it has 0 blocks", { blocks: [] }],
    ["blocks", "two of its blocks have one name", { blocks: [HEAD, { ...CELLS, name: "head" }] }],
    ["blocks", "block head: its size", { blocks: [{ ...HEAD, size: 0 }] }],
    ["blocks", "block head: its scale", { blocks: [{ ...HEAD, scale: 4_096.5 }] }],
    ["blocks", "block head: its clip times its scale is not from 1024", { blocks: [{ ...HEAD, clipNorm: 0.2 }] }],
    ["blocks", "block head: its clip", { blocks: [{ ...HEAD, clipNorm: Number.NaN }] }],
    ["noise", "less than the noise multiplier 2.383", { noiseMultiplier: 2.383 }],
    ["noise", "not above 0", { noiseMultiplier: 0 }],
    ["noise", "no fraction", { sigmaSquared: { numerator: 1.5, denominator: 1 } }],
    ["noise", "no fraction", { sigmaSquared: { numerator: 1, denominator: 0 } }],
    ["overflow", "a batch of 2000000 could overflow", { largestBatch: 2_000_000 }],
    ["overflow", "a batch of 1000000 could overflow", { ...LARGE, trustMode: "C" }],
    ["overflow", "a batch of 6400 could overflow", { ...LOUD, buckets: 64 }],
    ["overflow", "not a whole number", { largestBatch: Number.POSITIVE_INFINITY }],
    ["least-reports", "sums of 99 reports, where 100", { leastReports: 99 }],
    ["least-reports", "largest batch of 50 is less than the 100", { largestBatch: 50 }],
    ["buckets", "not a whole number from 1 to 64", { buckets: 65 }],
    ["buckets", "not a whole number", { buckets: Number.NaN }],
    ["buckets", "no 100 reports for each of 11 buckets", { largestBatch: 1_000, buckets: 11 }],
    ["buckets", "mode C has one bucket", { trustMode: "C", buckets: 2 }],
    ["budget", "it costs 176246 micro-rho, where 88123", { participationCap: 2 }],
    ["budget", "88123 micro-rho, where 88122", {}, { mostMicroRho: 88_122 }],
    ["budget", "participation cap", { participationCap: 0 }],
    ["delta", "1 / (10 x 200000 devices)", {}, { devices: 200_000 }],
    ["delta", "delta 0 is not above 0", { delta: 0 }],
    ["delta", "delta NaN", { delta: Number.NaN }],
  ])("is refused for its %s: %s", (code, words, plan, demands) => {
    const refusals = planRefusals({ ...PLAN, ...plan }, { ...DEMANDS, ...demands });
    expect(refusals).toEqual([{ code, message: expect.stringContaining(words) }]);
  });

  test("all reasons are named", () => {
    const plan = { ...PLAN, leastReports: 1, participationCap: 9, delta: 1 };
    expect(planRefusals(plan, DEMANDS).map(({ code }) => code)).toEqual(["least-reports", "budget", "delta"]);
  });

  test("opens as many buckets as have K reports each", () => {
    const figures = { buckets: 4, leastReports: 100 };
    const counts = [0, 100, 199, 200, 399, 400, 10_000].map((reports) => bucketCount(figures, reports));
    expect(counts).toEqual([1, 1, 1, 2, 3, 4, 4]);
  });

  test("with noise 0 is refused: no plan goes without", () => {
    expect(planRefusals({ ...PLAN, sigmaSquared: { numerator: 0, denominator: 1 } }, DEMANDS)).toHaveLength(1);
  });
});
