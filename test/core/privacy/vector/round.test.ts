import fc from "fast-check";
import { expect, test } from "vitest";
import { seededBytes } from "../../../../lab/seeded-bytes.ts";
import { roundWithin } from "../../../../src/core/privacy/vector/round.ts";
import { RandomWords } from "../../../../src/core/privacy/words.ts";

const signed = (rounded: Uint32Array): number[] => [...rounded].map((value) => value | 0);

test("to the whole numbers beside a value, as often as its fraction says", () => {
  const values = Float64Array.from([0.25, -0.25, 3.5, -7.125, 12, 0, -1e-20, 2 ** -40, 1_000_000.75]);
  const words = new RandomWords(seededBytes(1));
  const sums = new Float64Array(values.length);
  const rounds = 100_000;
  const rounded = new Uint32Array(values.length);
  for (let round = 0; round < rounds; round++) {
    roundWithin(values, Number.POSITIVE_INFINITY, words, rounded);
    signed(rounded).forEach((whole, at) => {
      if (whole !== Math.floor(values[at]!) && whole !== Math.ceil(values[at]!)) throw new Error(`${at}: ${whole}`);
      sums[at]! += whole;
    });
  }
  values.forEach((value, at) => {
    const fraction = value - Math.floor(value);
    const deviation = Math.sqrt((fraction * (1 - fraction)) / rounds);
    expect(Math.abs(sums[at]! / rounds - value)).toBeLessThanOrEqual(5 * deviation + 1e-9);
  });
});

test("a fraction that a word of 32 bits cannot tell", () => {
  // 1/2 + 2^-33: the second word decides where the first is just the half.
  const value = Float64Array.from([0.5 + 2 ** -33]);
  const rounded = new Uint32Array(1);
  for (const [second, whole] of [
    [0x7fff_ffff, 1],
    [0x8000_0000, 0],
  ] as const) {
    const words = new RandomWords(seededBytes(1));
    const script = [0x8000_0000, second, 0x8000_0000];
    words.next = () => script.shift()!;
    roundWithin(value, Number.POSITIVE_INFINITY, words, rounded);
    expect(rounded[0]).toBe(whole);
  }
});

test("again until the squares are within the bound; towards zero where no try is", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 60 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(),
      (values, between, seed) => {
        const squares = (whole: (value: number) => number): number =>
          values.reduce((sum, value) => sum + whole(value) ** 2, 0);
        const [least, most] = [squares(Math.trunc), squares((value) => Math.ceil(Math.abs(value)))];
        const bound = Math.floor(least + between * (most - least));
        const rounded = new Uint32Array(values.length);
        roundWithin(Float64Array.from(values), bound, new RandomWords(seededBytes(seed)), rounded);
        expect(signed(rounded).reduce((sum, whole) => sum + whole * whole, 0)).toBeLessThanOrEqual(bound);
      },
    ),
  );
});
