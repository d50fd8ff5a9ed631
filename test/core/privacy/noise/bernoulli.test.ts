import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededBytes } from "../../../../lab/seeded-bytes.ts";
import { belowExactly, belowNearly, bernoulli } from "../../../../src/core/privacy/noise/bernoulli.ts";
import type { RandomBytes } from "../../../../src/core/privacy/random.ts";
import { RandomWords } from "../../../../src/core/privacy/words.ts";

/** Gives just these words, and fails when asked for more. */
function scripted(...script: number[]): RandomWords {
  const words = new RandomWords(seededBytes(1));
  words.next = () => {
    const word = script.shift();
    if (word === undefined) throw new Error("no more words");
    return word;
  };
  return words;
}

describe("what floating point settles", () => {
  const probabilities = fc
    .tuple(fc.bigInt({ min: 0n, max: 2n ** 80n }), fc.bigInt({ min: 1n, max: 2n ** 80n }))
    .map(([a, b]): [bigint, bigint] => (a <= b ? [a, b] : [b, a]));

  test("is what whole numbers say, also where the word is next to the probability", () => {
    let settled = 0;
    let open = 0;
    fc.assert(
      fc.property(probabilities, fc.integer({ min: -3, max: 3 }), ([a, b], off) => {
        const word = Math.min(2 ** 32 - 1, Math.max(0, Number((a << 32n) / b) + off));
        const nearly = belowNearly(word, Number(a) / Number(b));
        if (nearly === undefined) open++;
        else {
          settled++;
          expect(belowExactly(scripted(), word, a, b)).toBe(nearly);
        }
      }),
      { numRuns: 20_000 },
    );
    expect(settled).toBeGreaterThan(10_000);
    expect(open).toBeGreaterThan(1_000);
  });
});

test.each<[number, bigint, bigint, number[], boolean]>([
  [0, 0n, 1n, [], false],
  [2 ** 32 - 1, 1n, 1n, [], true],
  [2 ** 31 - 1, 1n, 2n, [], true],
  [2 ** 31, 1n, 2n, [], false],
  // A third is 0x55555555... in words.
  [0x5555_5555, 1n, 3n, [0x5555_5554], true],
  [0x5555_5555, 1n, 3n, [0x5555_5556], false],
  [0x5555_5555, 1n, 3n, [0x5555_5555, 0x5555_5555, 0], true],
])("word %d against %d / %d, then %o: %s", (word, a, b, more, wanted) => {
  expect(belowExactly(scripted(...more), word, a, b)).toBe(wanted);
});

test.each([
  [1, 3],
  [1, 1_000],
  [999, 1_000],
  [0, 7],
  [7, 7],
])("%d in %d come true", (numerator, denominator) => {
  const words = new RandomWords(seededBytes(7));
  const draws = 200_000;
  let hits = 0;
  for (let draw = 0; draw < draws; draw++) if (bernoulli(words, numerator, denominator)) hits++;
  const p = numerator / denominator;
  expect(Math.abs(hits - draws * p)).toBeLessThanOrEqual(5 * Math.sqrt(draws * p * (1 - p)));
});

test("only secure and seeded sources are randomness", () => {
  const fill = (_: Uint8Array): void => undefined;
  // @ts-expect-error A plain function may be anything.
  const random: RandomBytes = fill;
  expect(random).toBe(fill);
});
