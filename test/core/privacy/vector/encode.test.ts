import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededBytes } from "../../../../lab/seeded-bytes.ts";
import { NotFiniteError } from "../../../../src/core/errors.ts";
import { roundedNorm } from "../../../../src/core/privacy/accountant/distributed.ts";
import { addNoise } from "../../../../src/core/privacy/noise/add.ts";
import { DiscreteGaussian } from "../../../../src/core/privacy/noise/discrete-gaussian.ts";
import { addTo, expandSeed, share } from "../../../../src/core/privacy/share/share.ts";
import {
  type Block,
  boundSquared,
  lengthOf,
  reportBoundSquared,
  reportLength,
} from "../../../../src/core/privacy/vector/block.ts";
import { clipped } from "../../../../src/core/privacy/vector/clip.ts";
import { decode } from "../../../../src/core/privacy/vector/decode.ts";
import { encode } from "../../../../src/core/privacy/vector/encode.ts";
import { RandomWords } from "../../../../src/core/privacy/words.ts";
import { blocks, valuesOf } from "./blocks.ts";

const SEED = new Uint8Array(32).fill(9);

/** Some blocks, and what some devices have to say. */
const rounds = fc.array(blocks, { minLength: 1, maxLength: 3 }).chain((all) =>
  fc.record({
    blocks: fc.constant(all),
    devices: fc.array(fc.tuple(...all.map(valuesOf)), { minLength: 1, maxLength: 12 }),
    seed: fc.nat(),
  }),
);

const HEAD: Block = { name: "head", kind: "delta", size: 1_153, scale: 4_096, clipNorm: 0.3 };
const CELLS: Block = { name: "popularity", kind: "histogram", size: 500, scale: 256, clipNorm: 4 };

test("no report's whole numbers are beyond a block's bound", () => {
  fc.assert(
    fc.property(rounds, ({ blocks, devices, seed }) => {
      const random = seededBytes(seed);
      for (const values of devices) {
        const report = encode(blocks, values, SEED, random);
        let at = 0;
        for (const block of blocks) {
          const part = report.subarray(at, at + lengthOf(block));
          at += part.length;
          const squares = part.reduce((sum, value) => sum + (value | 0) ** 2, 0);
          expect(squares).toBeLessThanOrEqual(boundSquared(block));
        }
        expect(at).toBe(report.length);
      }
    }),
  );
});

test("what many devices say together is what they said, but for rounding", () => {
  fc.assert(
    fc.property(rounds, ({ blocks, devices, seed }) => {
      const random = seededBytes(seed);
      const [leader, helper] = [new Uint32Array(reportLength(blocks)), new Uint32Array(reportLength(blocks))];
      for (const values of devices) {
        const shares = share(encode(blocks, values, SEED, random), random);
        addTo(leader, shares.leader);
        addTo(helper, expandSeed(shares.helperSeed, helper.length));
      }
      addTo(leader, helper);
      decode(blocks, leader, SEED).forEach((sum, index) => {
        const block = blocks[index]!;
        expect(sum).toHaveLength(block.size);
        const wanted = new Float64Array(block.size);
        for (const values of devices)
          clipped(values[index]!, block.clipNorm, "").forEach((value, at) => {
            wanted[at]! += value;
          });
        // Each value of each device is off by less than a whole number, before the rotation.
        const most = (devices.length / block.scale) * Math.sqrt(lengthOf(block));
        const off = Math.hypot(...sum.map((value, at) => value - wanted[at]!));
        expect(off).toBeLessThanOrEqual(most * 1.000001 + 1e-9);
      });
    }),
  );
});

test("whole counts within the clip come back as they were, whatever chance says", () => {
  const counts = Float64Array.from({ length: 500 }, (_, cell) => (cell % 50 === 0 ? 1 : 0));
  const report = encode([CELLS], [counts], SEED, seededBytes(1));
  expect(decode([CELLS], report, SEED)).toEqual([counts]);
});

test("rounding has no side: the mean of many reports is the vector", () => {
  const values = Float64Array.from({ length: HEAD.size }, (_, at) => Math.sin(at) / 100);
  const random = seededBytes(2);
  const devices = 400;
  const sum = new Uint32Array(reportLength([HEAD]));
  for (let device = 0; device < devices; device++) addTo(sum, encode([HEAD], [values], SEED, random));
  const mean = decode([HEAD], sum, SEED)[0]!.map((value) => value / devices);
  const squares = mean.reduce((sum, value, at) => sum + (value - values[at]!) ** 2, 0);
  // A rounded value varies by at most 1/4 whole number squared. Both sides: rounding to the nearest would be off by some 12 times as much.
  const expected = HEAD.size / 4 / HEAD.scale ** 2 / devices;
  expect(squares).toBeLessThan(expected * 1.2);
});

test("noise of the two aggregators comes back with its variance, in the block's unit", () => {
  const sigma = 3_000;
  const sum = new Uint32Array(reportLength([HEAD]));
  for (const seed of [1, 2])
    addNoise(sum, new DiscreteGaussian({ numerator: sigma ** 2, denominator: 1 }, new RandomWords(seededBytes(seed))));
  const [values] = decode([HEAD], sum, SEED);
  const variance = values!.reduce((sum, value) => sum + value * value, 0) / values!.length;
  const share = variance / (2 * (sigma / HEAD.scale) ** 2);
  expect(Math.abs(share - 1)).toBeLessThan(5 * Math.sqrt(2 / values!.length));
});

describe("the bound", () => {
  test("is the paper's, the clip in whole numbers", () => {
    const paper = roundedNorm({ granularity: 1 / HEAD.scale, clipNorm: HEAD.clipNorm, dimension: lengthOf(HEAD) });
    const ours = Math.sqrt(boundSquared(HEAD)) / HEAD.scale;
    expect(ours).toBeGreaterThan(paper * 0.999_999);
    expect(ours).toBeLessThan(paper * 1.001);
  });

  test("of a report is the root of the sum of squares", () => {
    expect(reportBoundSquared([HEAD, CELLS])).toBe(boundSquared(HEAD) + boundSquared(CELLS));
  });

  test("lengths: rotated ones to a power of two", () => {
    expect([1, 2, 3, 19, 1_153, 16_384].map((size) => lengthOf({ ...HEAD, size }))).toEqual([
      1, 2, 4, 32, 2_048, 16_384,
    ]);
    expect(lengthOf(CELLS)).toBe(500);
  });
});

test("NaN is stopped before the clip, by its block", () => {
  const values = new Float64Array(HEAD.size);
  values[7] = Number.NaN;
  expect(() => encode([HEAD], [values], SEED, seededBytes(1))).toThrow(NotFiniteError);
  expect(() => encode([HEAD], [values], SEED, seededBytes(1))).toThrow("block head: value 7 is NaN");
});

test("vectors of another size are refused", () => {
  expect(() => encode([HEAD], [new Float64Array(3)], SEED, seededBytes(1))).toThrow(
    "block head takes 1153 values and was given 3",
  );
  expect(() => encode([HEAD], [], SEED, seededBytes(1))).toThrow(TypeError);
  expect(() => decode([HEAD], new Uint32Array(3), SEED)).toThrow(TypeError);
});
