import { describe, expect, test } from "vitest";
import { seededBytes } from "../../../../lab/seeded-bytes.ts";
import { discreteGaussianPmf } from "../../../../src/core/privacy/accountant/discrete-gaussian.ts";
import { addNoise } from "../../../../src/core/privacy/noise/add.ts";
import { DiscreteGaussian } from "../../../../src/core/privacy/noise/discrete-gaussian.ts";
import type { Rational } from "../../../../src/core/privacy/rational.ts";
import { RandomWords } from "../../../../src/core/privacy/words.ts";

const DRAWS = 400_000;
/** Fewest expected in a cell. */
const CELL = DRAWS / 40;

const sampler = (sigmaSquared: Rational, seed = 1): DiscreteGaussian =>
  new DiscreteGaussian(sigmaSquared, new RandomWords(seededBytes(seed)));

interface Exact {
  readonly reach: number;
  readonly pmf: Float64Array;
  readonly variance: number;
  /** Of the sample variance. */
  readonly deviation: number;
}

function exact({ numerator, denominator }: Rational): Exact {
  const sigmaSquared = numerator / denominator;
  const reach = Math.ceil(12 * Math.sqrt(sigmaSquared));
  const pmf = discreteGaussianPmf(sigmaSquared, reach);
  const moment = (power: number): number => pmf.reduce((sum, p, at) => sum + p * (at - reach) ** power, 0);
  const variance = moment(2);
  return { reach, pmf, variance, deviation: Math.sqrt((moment(4) - variance ** 2) / DRAWS) };
}

function counted({ reach, pmf }: Exact, draw: () => number): number[] {
  const counts = new Array<number>(pmf.length).fill(0);
  for (let left = DRAWS; left > 0; left--) counts[draw() + reach]!++;
  return counts;
}

/** Pearson's statistic, neighbouring cells put together, in deviations from what it should be. */
function excess({ pmf }: Exact, counts: readonly number[]): number {
  let [statistic, cells, expected, seen] = [0, 0, 0, 0];
  let left = 1;
  counts.forEach((count, at) => {
    expected += DRAWS * pmf[at]!;
    seen += count;
    left -= pmf[at]!;
    if (at < counts.length - 1 && (expected < CELL || DRAWS * left < CELL)) return;
    statistic += (seen - expected) ** 2 / expected;
    cells++;
    [expected, seen] = [0, 0];
  });
  return (statistic - (cells - 1)) / Math.sqrt(2 * (cells - 1));
}

const VARIANCES: readonly (readonly [sigma: number, sigmaSquared: Rational])[] = [
  [0.5, { numerator: 1, denominator: 4 }],
  [1, { numerator: 1, denominator: 1 }],
  [3, { numerator: 9, denominator: 1 }],
  [64, { numerator: 4_096, denominator: 1 }],
  [4_096, { numerator: 16_777_216, denominator: 1 }],
  [Math.sqrt(1_000_003 / 1_000), { numerator: 1_000_003, denominator: 1_000 }],
];

describe.each(VARIANCES)("sigma %d", (_, sigmaSquared) => {
  const wanted = exact(sigmaSquared);
  const noise = sampler(sigmaSquared);
  const counts = counted(wanted, () => noise.next());

  test("every number as often as its probability says", () => {
    expect(excess(wanted, counts)).toBeLessThan(5);
  });

  test("the variance, to five deviations", () => {
    const mean = counts.reduce((sum, count, at) => sum + count * (at - wanted.reach), 0) / DRAWS;
    const variance = counts.reduce((sum, count, at) => sum + count * (at - wanted.reach - mean) ** 2, 0) / DRAWS;
    expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(wanted.variance / DRAWS));
    expect(Math.abs(variance - wanted.variance)).toBeLessThan(5 * wanted.deviation);
  });

  test("a deviation that is off by three in a hundred would be noticed", () => {
    const off = (1.03 ** 2 * sigmaSquared.numerator) / sigmaSquared.denominator;
    expect(excess({ ...wanted, pmf: discreteGaussianPmf(off, wanted.reach) }, counts)).toBeGreaterThan(10);
  });
});

test("rounded Gaussian noise of the same variance would be noticed", () => {
  const wanted = exact({ numerator: 1, denominator: 4 });
  const words = new RandomWords(seededBytes(2));
  const uniform = (): number => (words.next() + 0.5) / 2 ** 32;
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const counts = counted(wanted, () => Math.round(normal() * 0.5));
  expect(excess(wanted, counts)).toBeGreaterThan(20);
});

test("where every comparison is a close one, whole numbers settle it", () => {
  // These words stand at the probabilities 0, 1/2, 1/4, 1/8 and 1, to the last bit.
  const close = [0, 0x1fff_ffff, 0x2000_0000, 0x3fff_ffff, 0x4000_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];
  const words = new RandomWords(seededBytes(3));
  const pick = new RandomWords(seededBytes(4));
  words.next = () => close[pick.below(close.length)]!;
  const noise = new DiscreteGaussian({ numerator: 1, denominator: 1 }, words);
  const drawn = Array.from({ length: 2_000 }, () => noise.next());
  expect(drawn.every(Number.isInteger)).toBe(true);
  expect(new Set(drawn).size).toBeGreaterThan(3);
});

test("noise is added mod 2^32", () => {
  const vector = new Uint32Array(1_000).fill(0xffff_ffff);
  addNoise(vector, sampler({ numerator: 10_000, denominator: 1 }));
  const noise = sampler({ numerator: 10_000, denominator: 1 });
  expect([...vector].map((value) => value | 0)).toEqual(Array.from(vector, () => noise.next() - 1));
});

test("the largest variance that a plan can ask for", () => {
  const noise = sampler({ numerator: 2 ** 52, denominator: 1 });
  const squares = Array.from({ length: 2_000 }, () => noise.next() ** 2 / 2 ** 52);
  const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length;
  expect(Math.abs(mean - 1)).toBeLessThan(5 * Math.sqrt(2 / squares.length));
});

test.each([
  [0, 1],
  [-1, 1],
  [0.5, 1],
  [Number.NaN, 1],
  [2 ** 53, 1],
  [1, 0],
  [1, 2 ** 21],
])("a variance of %d / %d is refused", (numerator, denominator) => {
  expect(() => sampler({ numerator, denominator })).toThrow(RangeError);
});
