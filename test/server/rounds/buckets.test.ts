import fc from "fast-check";
import { expect, test } from "vitest";
import { seededBytes } from "../../../lab/seeded-bytes.ts";
import { BUCKET_KEY_BYTES, bucketsOf } from "../../../server/rounds/buckets.ts";
import { withNoise } from "../../../server/rounds/noise.ts";
import { isPossible, mostNorm } from "../../../server/rounds/possible.ts";
import { sigmaSquaredFor } from "../../../src/core/privacy/plan/noise.ts";
import { addTo } from "../../../src/core/privacy/share/share.ts";
import { boundSquared, reportLength } from "../../../src/core/privacy/vector/block.ts";
import { encode } from "../../../src/core/privacy/vector/encode.ts";

const key = (byte: number): Uint8Array => new Uint8Array(BUCKET_KEY_BYTES).fill(byte);
const KEYS = { leader: key(1), helper: key(2) };
const ids = Array.from({ length: 1_000 }, (_, at) => at.toString(16).padStart(32, "0"));

test("every report is in one bucket, sizes differ by one at most, and the order of arrival says nothing", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (reports, count) => {
      fc.pre(count <= reports);
      const some = ids.slice(0, reports);
      const buckets = bucketsOf(some, KEYS, count);
      expect(buckets.flat().sort()).toEqual(some);
      const sizes = buckets.map(({ length }) => length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      expect(bucketsOf(some.toReversed(), KEYS, count)).toEqual(buckets);
    }),
  );
});

test("either key alone changes who is with whom, as chance would", () => {
  const first = new Set(bucketsOf(ids, KEYS, 10)[0]);
  for (const keys of [
    { ...KEYS, leader: key(3) },
    { ...KEYS, helper: key(3) },
  ]) {
    const shared = bucketsOf(ids, keys, 10)[0]!.filter((id) => first.has(id)).length;
    // Of 100 in the bucket ten stay, with a deviation of 2.8.
    expect(Math.abs(shared - 10)).toBeLessThan(15);
  }
});

test("refuses keys that are none and buckets that nobody is in", () => {
  expect(() => bucketsOf(ids, { ...KEYS, leader: new Uint8Array(31) }, 1)).toThrow(RangeError);
  expect(() => bucketsOf(ids.slice(0, 3), KEYS, 4)).toThrow(RangeError);
  expect(() => bucketsOf(ids, KEYS, 0)).toThrow(RangeError);
});

const BLOCK = { name: "head", kind: "delta", size: 38, scale: 4_096, clipNorm: 0.3 } as const;
const BOUND = boundSquared(BLOCK);
const SIGMA_SQUARED = sigmaSquaredFor(2.382, BOUND);
const REPORTS = 20;

/** A sum of reports that all point the same way, as long as allowed, the first `times` as long; both noises in it. */
function opened(times: number): Uint32Array {
  const sum = new Uint32Array(reportLength([BLOCK]));
  const random = seededBytes(5);
  const values = new Float64Array(38).fill(times);
  for (let report = 0; report < REPORTS; report++) {
    const clipNorm = report === 0 ? BLOCK.clipNorm * times : BLOCK.clipNorm;
    addTo(sum, encode([{ ...BLOCK, clipNorm }], [values], new Uint8Array(32), random));
  }
  return withNoise(withNoise(sum, SIGMA_SQUARED, random), SIGMA_SQUARED, random);
}

test("a sum of honest reports is possible though all push the same way; one liar beyond all of them is not", () => {
  expect(isPossible(opened(1), REPORTS, BOUND, SIGMA_SQUARED)).toBe(true);
  // The liar's room: what the noise's bound leaves, here some 30 reports.
  expect(isPossible(opened(60), REPORTS, BOUND, SIGMA_SQUARED)).toBe(false);
  const garbage = new Uint32Array(64);
  seededBytes(6)(new Uint8Array(garbage.buffer));
  expect(isPossible(garbage, REPORTS, BOUND, SIGMA_SQUARED)).toBe(false);
});

test("the bound on noise holds, and is not idle: pure noise is within three times its usual length", () => {
  const most = mostNorm(0, BOUND, SIGMA_SQUARED, 64);
  const usual = Math.sqrt((2 * 64 * SIGMA_SQUARED.numerator) / SIGMA_SQUARED.denominator);
  expect(most).toBeGreaterThan(usual);
  expect(most).toBeLessThan(3 * usual);
  const random = seededBytes(7);
  for (let draw = 0; draw < 500; draw++) {
    const noise = withNoise(withNoise(new Uint32Array(64), SIGMA_SQUARED, random), SIGMA_SQUARED, random);
    expect(isPossible(noise, 0, BOUND, SIGMA_SQUARED)).toBe(true);
  }
});
