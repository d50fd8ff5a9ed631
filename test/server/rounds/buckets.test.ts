import fc from "fast-check";
import { expect, test } from "vitest";
import { bucketsOf, openedSums } from "../../../server/rounds/buckets.ts";
import { BUCKET_KEY_BYTES } from "../../../src/core/protocol/close.ts";

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

test("what is opened bucket by bucket is read with the sizes that reports were dealt in", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 9 }), (reports, count) => {
      fc.pre(count <= reports);
      const dealt = bucketsOf(ids.slice(0, reports), KEYS, count);
      const opened = Uint32Array.from({ length: 3 * count }, (_, at) => at);
      const sums = openedSums(opened, 3, reports);
      expect(sums.map((sum) => sum.reports)).toEqual(dealt.map(({ length }) => length));
      expect(sums.flatMap(({ values }) => [...values])).toEqual([...opened]);
    }),
  );
  for (const length of [0, 2, 4]) expect(() => openedSums(new Uint32Array(length), 3, 9)).toThrow(RangeError);
});

test("refuses keys that are none and buckets that nobody is in", () => {
  expect(() => bucketsOf(ids, { ...KEYS, leader: new Uint8Array(31) }, 1)).toThrow(RangeError);
  expect(() => bucketsOf(ids.slice(0, 3), KEYS, 4)).toThrow(RangeError);
  expect(() => bucketsOf(ids, KEYS, 0)).toThrow(RangeError);
});
