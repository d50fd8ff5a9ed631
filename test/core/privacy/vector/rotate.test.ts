import fc from "fast-check";
import { expect, test } from "vitest";
import { rotate, rotateBack } from "../../../../src/core/privacy/vector/rotate.ts";
import { signsOf } from "../../../../src/core/privacy/vector/signs.ts";
import { norm } from "./blocks.ts";

const seed = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const signsFor = (size: number, byte: number): Uint32Array =>
  signsOf([{ name: "a", kind: "delta", size, scale: 1, clipNorm: 1 }], seed(byte))[0]!;

/** By the definition: entry (row, column) is (-1)^(bits that both have) / root of the length. */
function slowly(values: Float64Array, signs: Uint32Array): number[] {
  const bits = (x: number): number => x.toString(2).replaceAll("0", "").length;
  const flipped = values.map((value, at) => ((signs[at >>> 5]! >>> (at & 31)) & 1 ? -value : value));
  return Array.from(
    values,
    (_, row) =>
      flipped.reduce((sum, value, column) => sum + value * (-1) ** bits(row & column), 0) / Math.sqrt(values.length),
  );
}

const vectors = fc
  .integer({ min: 0, max: 7 })
  .chain((power) =>
    fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 2 ** power, maxLength: 2 ** power }),
  );

test("is what its definition says, keeps the length, and can be undone", () => {
  fc.assert(
    fc.property(vectors, fc.nat({ max: 255 }), (values, byte) => {
      const signs = signsFor(values.length, byte);
      const turned = Float64Array.from(values);
      rotate(turned, signs);
      slowly(Float64Array.from(values), signs).forEach((value, at) => {
        expect(turned[at]).toBeCloseTo(value, 9);
      });
      expect(norm(turned)).toBeCloseTo(norm(values), 9);
      rotateBack(turned, signs);
      values.forEach((value, at) => {
        expect(turned[at]).toBeCloseTo(value, 9);
      });
    }),
  );
});

test("spreads what stands in one value, or in all alike, over all of them", () => {
  for (const values of [new Float64Array(4_096).fill(64, 7, 8), new Float64Array(4_096).fill(1)]) {
    rotate(values, signsFor(4_096, 1));
    // A root of 2 log(4096) deviations of 1 is what the largest of so many comes to; all of 64 before.
    expect(Math.max(...values.map(Math.abs))).toBeLessThan(6);
  }
});

test("each rotated block has signs of its own, the others none", () => {
  const block = { name: "a", kind: "delta", size: 100, scale: 1, clipNorm: 1 } as const;
  const signs = signsOf([block, { ...block, kind: "histogram" }, block], seed(1));
  expect(signs.map((words) => words?.length)).toEqual([4, undefined, 4]);
  expect(signs[0]).not.toEqual(signs[2]);
  expect(signsOf([block], seed(2))[0]).not.toEqual(signs[0]);
});
