import { expect, test } from "vitest";
import { pairedGap } from "../../lab/bootstrap.ts";
import { sampleOf, seededRandom } from "../../lab/random.ts";
import { shuffled } from "../../src/core/shuffled.ts";

const own = (length: number): Uint32Array => Uint32Array.from({ length }, (_, index) => index);

function noise(seed: number, length: number): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from({ length }, () => random.next() - 0.4);
}

test("one constant gap has no width", () => {
  const gap = pairedGap(new Float64Array(50).fill(0.25), own(50), 3);
  expect(gap).toEqual({ gain: 0.25, low: 0.25, high: 0.25 });
});

test("the interval is that of the normal approximation where it holds", () => {
  const differences = noise(4, 4000);
  const mean = differences.reduce((sum, one) => sum + one, 0) / differences.length;
  const variance = differences.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (differences.length - 1);
  const half = 1.96 * Math.sqrt(variance / differences.length);
  const gap = pairedGap(differences, own(4000), 5);
  expect(gap.gain).toBeCloseTo(mean, 12);
  expect((mean - gap.low) / half).toBeGreaterThan(0.9);
  expect((mean - gap.low) / half).toBeLessThan(1.1);
  expect((gap.high - mean) / half).toBeGreaterThan(0.9);
  expect((gap.high - mean) / half).toBeLessThan(1.1);
});

test("it holds the true mean in about 95 of 100 worlds", () => {
  const truth = 0.1;
  const held = Array.from({ length: 200 }, (_, world) => pairedGap(noise(1000 + world, 60), own(60), world)).filter(
    ({ low, high }) => low <= truth && truth <= high,
  ).length;
  expect(held).toBeGreaterThan(200 * 0.9);
  expect(held).toBeLessThan(200 * 0.99);
});

test("questions of one shopper stay together: asking each four times makes nothing more certain", () => {
  const differences = noise(6, 300);
  const repeated = Float64Array.from({ length: 1200 }, (_, index) => differences[index >> 2]!);
  const shoppers = Uint32Array.from({ length: 1200 }, (_, index) => index >> 2);
  const once = pairedGap(differences, own(300), 7);
  const four = pairedGap(repeated, shoppers, 7);
  expect(four.low).toBeCloseTo(once.low, 12);
  expect(four.high).toBeCloseTo(once.high, 12);
});

test("a seed gives the same interval again, another seed another", () => {
  const differences = noise(8, 100);
  expect(pairedGap(differences, own(100), 1)).toEqual(pairedGap(differences, own(100), 1));
  expect(pairedGap(differences, own(100), 1)).not.toEqual(pairedGap(differences, own(100), 2));
});

test("draws are even, samples ascend and hold no number twice", () => {
  const random = seededRandom(9);
  const counts = new Array<number>(10).fill(0);
  for (let draw = 0; draw < 100_000; draw++) counts[random.below(10)]!++;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  const sample = sampleOf(1000, 100, seededRandom(1));
  expect(new Set(sample).size).toBe(100);
  expect(sample).toEqual(sample.toSorted((a, b) => a - b));
  expect(sampleOf(3, 100, seededRandom(1))).toEqual([0, 1, 2]);
  expect(shuffled([1, 2, 3, 4, 5], seededRandom(2).next).toSorted()).toEqual([1, 2, 3, 4, 5]);
});
