import { shuffled } from "../src/core/shuffled.ts";

/** Draws that depend on nothing but a seed. For evaluation and simulation only: never for anything that guards privacy. */
export interface Random {
  /** 0 to 1, without 1. */
  next(): number;
  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number;
}

/** sfc32 (C. Doty-Humphrey, PractRand), its state filled from the seed and stirred. */
export function seededRandom(seed: number): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let counter = 1;
  const bits = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let round = 0; round < 15; round++) bits();
  const next = (): number => bits() / 0x1_0000_0000;
  return { next, below: (limit) => Math.floor(next() * limit) };
}

/** `count` of the numbers 0 to `length - 1`, ascending; all of them when there are no more. */
export function sampleOf(length: number, count: number, random: Random): number[] {
  const all = Array.from({ length }, (_, index) => index);
  if (count >= length) return all;
  return shuffled(all, random.next)
    .slice(0, count)
    .sort((x, y) => x - y);
}
