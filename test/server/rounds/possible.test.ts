import { describe, expect, test } from "vitest";
import { seededBytes } from "../../../lab/seeded-bytes.ts";
import { withNoise } from "../../../server/rounds/noise.ts";
import { isPossible, mostNorm, possibleReports, reportOdds, SUM_ODDS } from "../../../server/rounds/possible.ts";
import { sigmaSquaredFor } from "../../../src/core/privacy/plan/noise.ts";
import { addTo } from "../../../src/core/privacy/share/share.ts";
import { boundSquared, reportLength } from "../../../src/core/privacy/vector/block.ts";
import { encode } from "../../../src/core/privacy/vector/encode.ts";

const BLOCK = { name: "head", kind: "delta", size: 38, scale: 4_096, clipNorm: 0.3 } as const;
const BOUND = boundSquared(BLOCK);
const LENGTH = reportLength([BLOCK]);
const noised = (noiseMultiplier: number) => ({
  boundSquared: BOUND,
  sigmaSquared: sigmaSquaredFor(noiseMultiplier, BOUND),
});
const COHORT = { delta: 1e-6, largestBatch: 10_000, participationCap: 1 };
const ODDS = reportOdds(COHORT);
const [HELPED, ALONE] = [
  { ...noised(2.382), trustMode: "B" as const },
  { ...noised(1.268), trustMode: "C" as const, ...COHORT },
];
const REPORTS = 20;
const norm = (vector: Uint32Array): number => Math.hypot(...Int32Array.from(vector));

/** A report as long as allowed, times `times`. */
function report(times: number, random = seededBytes(5)): Uint32Array {
  const values = new Float64Array(38).fill(times);
  return encode([{ ...BLOCK, clipNorm: BLOCK.clipNorm * times }], [values], new Uint8Array(32), random);
}

/** A sum of reports that all point the same way, as long as allowed, the first `times` as long; both noises in it. */
function opened(times: number): Uint32Array {
  const sum = new Uint32Array(LENGTH);
  const random = seededBytes(5);
  for (let at = 0; at < REPORTS; at++) addTo(sum, report(at === 0 ? times : 1, random));
  return withNoise(withNoise(sum, HELPED.sigmaSquared, random), HELPED.sigmaSquared, random);
}

describe("an opened sum", () => {
  test("of honest reports is possible though all push the same way; with one liar beyond all of them it is not", () => {
    expect(isPossible(opened(1), REPORTS, HELPED)).toBe(true);
    // The liar's room is what the noise's bound leaves.
    expect(isPossible(opened(45), REPORTS, HELPED)).toBe(false);
    const garbage = new Uint32Array(64);
    seededBytes(6)(new Uint8Array(garbage.buffer));
    expect(isPossible(garbage, REPORTS, HELPED)).toBe(false);
  });

  test("of mode C has every device's noise in it", () => {
    const random = seededBytes(8);
    const sum = new Uint32Array(LENGTH);
    for (let at = 0; at < REPORTS; at++) addTo(sum, withNoise(report(1, random), ALONE.sigmaSquared, random));
    expect(isPossible(sum, REPORTS, ALONE)).toBe(true);
    expect(isPossible(sum, REPORTS, { ...ALONE, trustMode: "B" })).toBe(false);
    const all = { reports: REPORTS, noises: REPORTS, length: LENGTH, ...ALONE };
    expect(mostNorm(all, SUM_ODDS)).toBeGreaterThan(mostNorm({ ...all, noises: 2 }, SUM_ODDS));
  });
});

describe("the bound", () => {
  const one = (odds: number, noiseMultiplier = 1.268) =>
    mostNorm({ reports: 1, noises: 1, length: LENGTH, ...noised(noiseMultiplier) }, odds);

  test("is passed by honest reports as seldom as it says, and is not idle", () => {
    const random = seededBytes(7);
    const honest = report(1, random);
    const [often, seldom] = [one(0.2), one(0.02)];
    let [overOften, overSeldom] = [0, 0];
    const draws = 4_000;
    for (let draw = 0; draw < draws; draw++) {
      const length = norm(withNoise(honest, ALONE.sigmaSquared, random));
      if (length > often) overOften++;
      if (length > seldom) overSeldom++;
    }
    // Markov's inequality gives away a factor of some five.
    expect(overOften / draws).toBeLessThan(0.2);
    expect(overOften / draws).toBeGreaterThan(0.01);
    expect(overSeldom / draws).toBeLessThan(0.02);
    expect(overSeldom).toBeGreaterThan(0);
  });

  test("fails honest reports so seldom that all of a device's rounds differ by little of delta from sums of every report", () => {
    for (const participationCap of [1, 30])
      for (const largestBatch of [100, 1_000_000]) {
        const cohort = { delta: 1e-8, largestBatch, participationCap };
        // Against delta it counts e^epsilon + 1 times: 2.4 at epsilon .34, 56 at 4.
        expect(reportOdds(cohort) * participationCap * largestBatch * (Math.exp(4) + 1)).toBeLessThan(0.06 * 1e-8);
      }
  });

  test("is nearly a report's own without noise, and grows with noise and with certainty", () => {
    expect(one(ODDS, 0.001) / Math.sqrt(BOUND)).toBeCloseTo(1, 1);
    expect(one(1e-6)).toBeLessThan(one(ODDS));
    expect(one(ODDS)).toBeLessThan(one(ODDS, 2.382));
    // By the margin of the triangle inequality with Theorem 2.1 of Hsu, Kakade and Zhang it was wider.
    const t = -Math.log(ODDS);
    const { numerator, denominator } = ALONE.sigmaSquared;
    const wider =
      Math.sqrt(BOUND) + Math.sqrt((numerator / denominator) * (LENGTH + 2 * Math.sqrt(LENGTH * t) + 2 * t));
    expect(one(ODDS)).toBeLessThan(wider);
  });

  test("refuses in mode C what no honest device sends, with noise or without", () => {
    const random = seededBytes(9);
    const sent = (times: number) => withNoise(report(times, random), ALONE.sigmaSquared, random);
    const isPossibleReport = possibleReports(ALONE, LENGTH);
    for (let draw = 0; draw < 500; draw++) expect(isPossibleReport(sent(1))).toBe(true);
    // At epsilon 4 a report's own noise is ten bounds long: a liar who adds none has room for nearly eighteen.
    expect(isPossibleReport(report(17))).toBe(true);
    expect(isPossibleReport(report(19))).toBe(false);
    for (let draw = 0; draw < 50; draw++) expect(isPossibleReport(sent(24))).toBe(false);
  });
});
