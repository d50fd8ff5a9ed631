import { expect, test } from "vitest";
import { seededBytes } from "../../../lab/seeded-bytes.ts";
import { secureRandom } from "../../../src/core/privacy/random.ts";
import { RandomWords } from "../../../src/core/privacy/words.ts";

/** The sum over cells of (seen - expected)^2 / expected, as deviations from what it should be. */
function excess(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const freedom = counts.length - 1;
  return (statistic - freedom) / Math.sqrt(2 * freedom);
}

test.each([1, 2, 7, 60, 1_000])("below %d: each as often", (limit) => {
  const words = new RandomWords(seededBytes(3));
  const counts = new Array<number>(limit).fill(0);
  for (let draw = 0; draw < 100_000; draw++) counts[words.below(limit)]!++;
  expect(counts).toHaveLength(limit);
  if (limit > 1) expect(excess(counts)).toBeLessThan(6);
});

test("below refuses the words that would favour small numbers", () => {
  const words = new RandomWords(seededBytes(3));
  const limit = 3 * 2 ** 30;
  let low = 0;
  for (let draw = 0; draw < 30_000; draw++) if (words.below(limit) < 2 ** 30) low++;
  // A third; half of them if words were only divided.
  expect(low).toBeGreaterThan(9_500);
  expect(low).toBeLessThan(10_500);
});

test("bits are as even as words, and each is used once", () => {
  const [bits, words] = [new RandomWords(seededBytes(4)), new RandomWords(seededBytes(4))];
  for (let word = 0; word < 100; word++) {
    let value = 0;
    for (let bit = 0; bit < 32; bit++) if (bits.bit()) value += 2 ** bit;
    expect(value).toBe(words.next());
  }
});

test("the platform is asked for no more than it gives at once", () => {
  const asked: number[] = [];
  const random = secureRandom((bytes) => {
    asked.push(bytes.length);
    return crypto.getRandomValues(bytes);
  });
  const bytes = new Uint8Array(150_000);
  random(bytes);
  expect(asked).toEqual([65_536, 65_536, 18_928]);
  for (const end of [0, 65_536, 131_072, 149_000])
    expect(bytes.subarray(end, end + 1_000).some((byte) => byte !== 0)).toBe(true);
});

test("seeded bytes are the same however they are asked for, and another seed's are others", () => {
  const whole = new Uint8Array(40_000);
  seededBytes(5)(whole);
  const pieces = new Uint8Array(40_000);
  const random = seededBytes(5);
  for (let at = 0, length = 1; at < pieces.length; at += length, length = (length * 3) % 1_009)
    random(pieces.subarray(at, at + length));
  expect(pieces).toEqual(whole);
  const other = new Uint8Array(40_000);
  seededBytes(6)(other);
  expect(other).not.toEqual(whole);
});
