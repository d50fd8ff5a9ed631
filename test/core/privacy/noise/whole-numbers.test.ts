import { expect, test, vi } from "vitest";
import { seededBytes } from "../../../../lab/seeded-bytes.ts";
import { DiscreteGaussian } from "../../../../src/core/privacy/noise/discrete-gaussian.ts";
import { RandomWords } from "../../../../src/core/privacy/words.ts";

const BERNOULLI = "../../../../src/core/privacy/noise/bernoulli.ts";

/** The same sampler, in which BigInt settles every comparison. */
async function wholeNumbersAlone(): Promise<typeof DiscreteGaussian> {
  vi.resetModules();
  vi.doMock(BERNOULLI, async (original) => {
    const bernoulli = await original<typeof import("../../../../src/core/privacy/noise/bernoulli.ts")>();
    return {
      ...bernoulli,
      belowNearly: () => undefined,
      bernoulli: (words: RandomWords, numerator: number, denominator: number) =>
        bernoulli.belowExactly(words, words.next(), BigInt(numerator), BigInt(denominator)),
    };
  });
  const module = await import("../../../../src/core/privacy/noise/discrete-gaussian.ts");
  vi.doUnmock(BERNOULLI);
  return module.DiscreteGaussian;
}

test.each([
  [1, 4],
  [1, 1],
  [9, 1],
  [1_000_003, 1_000],
  [16_777_216, 1],
  [123_456_789_012, 1],
  [2 ** 52 - 1, 1],
  [2 ** 52, 2 ** 20],
])("variance %d / %d: floating point decides nothing, BigInt alone draws the same", async (numerator, denominator) => {
  const Slow = await wholeNumbersAlone();
  expect(Slow).not.toBe(DiscreteGaussian);
  const fast = new DiscreteGaussian({ numerator, denominator }, new RandomWords(seededBytes(numerator % 1_000)));
  const slow = new Slow({ numerator, denominator }, new RandomWords(seededBytes(numerator % 1_000)));
  const drawn = Array.from({ length: 20_000 }, () => fast.next());
  expect(Array.from(drawn, () => slow.next())).toEqual(drawn);
});
